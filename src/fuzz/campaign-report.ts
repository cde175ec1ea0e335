/** What a campaign, or one shard of it, found: the JSON report, from which every other one is made. */
import * as z from "zod";
import { reportParts } from "../domain/run-report.ts";
import { blockResultSchema } from "./batch-result.ts";

const count = z.int().min(0);

export const campaignReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("campaign"),
  /** What has to be the same in all shards of one campaign. */
  campaign: z.strictObject({
    harness: z.string(),
    target: z.string(),
    seed: z.int(),
    runs: count,
    /** Of the regressions and the enumerated cases. */
    digest: z.string(),
    blocks: count,
    cases: z.strictObject({
      regressions: count,
      enumeration: count,
      random: count,
      histories: count,
    }),
    properties: z.array(
      z.strictObject({ name: z.string(), statement: z.string(), movesMoney: z.boolean() }),
    ),
    /** Properties that compare what the target does not report, and which parts those are. */
    leftOut: z.array(
      z.strictObject({
        name: z.string(),
        needs: z.array(z.enum([...reportParts, "histories", "news"])),
      }),
    ),
    combinations: count,
    /** Of a target that does not support them there are none. */
    supportsHistories: z.boolean(),
  }),
  /** Null for the whole campaign. */
  shard: z.strictObject({ index: z.int().min(1), total: z.int().min(1) }).nullable(),
  /** The numbers of the blocks that were run. */
  blocksDone: z.array(count),
  stopped: z.enum(["bail", "time", "interrupted", "target_lost"]).nullable(),
  canaryCaught: z.boolean(),
  verdict: z.enum(["holds", "falsified", "inconclusive"]),
  reasons: z.array(z.string()),
  result: blockResultSchema,
  timing: z.strictObject({ startedAt: z.string(), elapsedMs: z.number().min(0) }),
});
export type CampaignReport = z.infer<typeof campaignReportSchema>;
