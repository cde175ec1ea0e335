/** What a campaign, or one shard of it, found: the JSON report, from which every other one is made. */
import * as z from "zod";
import { requirements } from "../../properties/property.ts";
import { batchResultSchema } from "./batch-result.ts";

const count = z.int().min(0);

export const campaignReportSchema = z.strictObject({
  schemaVersion: z.literal(2),
  kind: z.literal("campaign"),
  /** What has to be the same in all shards of one campaign. */
  campaign: z.strictObject({
    harness: z.string(),
    target: z.string(),
    seed: z.int(),
    runs: count,
    /** Of the regressions and the enumerated cases. */
    digest: z.string(),
    batches: count,
    cases: z.strictObject({
      regressions: count,
      enumeration: count,
      random: count,
      sequences: count,
    }),
    properties: z.array(
      z.strictObject({
        name: z.string(),
        statement: z.string(),
        severity: z.enum(["money", "report"]),
      }),
    ),
    /** Properties that compare what the target does not report, and which parts those are. */
    skippedProperties: z.array(
      z.strictObject({
        name: z.string(),
        missing: z.array(z.enum(requirements)),
      }),
    ),
    combinations: count,
    /** Of a target that does not support them there are none. */
    supportsSequences: z.boolean(),
  }),
  /** Null for the whole campaign. */
  shard: z.strictObject({ index: z.int().min(1), total: z.int().min(1) }).nullable(),
  /** The numbers of the batches that were run. */
  batchesDone: z.array(count),
  stopped: z.enum(["bail", "time", "interrupted", "target-disabled"]).nullable(),
  canaryCaught: z.boolean(),
  verdict: z.enum(["pass", "fail", "inconclusive"]),
  reasons: z.array(z.string()),
  result: batchResultSchema,
  timing: z.strictObject({ startedAt: z.string(), elapsedMs: z.number().min(0) }),
});
export type CampaignReport = z.infer<typeof campaignReportSchema>;
