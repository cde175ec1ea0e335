/** The JSON report of a campaign or of one shard; every other report is rendered from it. */
import * as z from "zod";
import { requirements } from "../../properties/property.ts";
import { verdictSchema } from "../domain/verdict.ts";
import { botProfileSchema } from "../profile/bot-profile.ts";
import { targetIdentitySchema } from "../target/target-identity.ts";
import { skippedCheckSchema } from "./where-checks-fail.ts";
import { batchResultSchema, phaseCountsSchema } from "./batch-result.ts";

const count = z.int().min(0);

const repeatSchema = z
  .strictObject({
    /** `--property`, `--without`, `--known` and `--bail`, as written. */
    options: z.array(z.string()).readonly(),
    /** As `--max-time` reads it; null without a time limit. */
    maxTime: z.string().nullable(),
  })
  .readonly();

export const campaignReportSchema = z.strictObject({
  schemaVersion: z.literal(2),
  kind: z.literal("campaign"),
  /** Equal in all shards of one campaign. */
  campaign: z.strictObject({
    harness: z.string(),
    target: z.string(),
    /** Absent for a target of the library, and in an older report. */
    identity: targetIdentitySchema.optional(),
    seed: z.int(),
    runs: count,
    /** A hash of the regressions and the enumerated cases. */
    digest: z.string(),
    batches: count,
    cases: phaseCountsSchema,
    properties: z.array(
      z.strictObject({
        name: z.string(),
        statement: z.string(),
        severity: z.enum(["money", "report"]),
      }),
    ),
    /** Properties that cannot judge the target, with the requirements that it misses. */
    skippedProperties: z.array(
      z.strictObject({
        name: z.string(),
        missing: z.array(z.enum(requirements)).readonly(),
        reason: z.string().optional(),
      }),
    ),
    /** Checks of the judged properties that cannot fail on the target, by `property/check`. */
    skippedChecks: z.array(skippedCheckSchema),
    /** Regressions that did not run: outside the profile, or with parts that the target does not declare. */
    skippedRegressions: z
      .strictObject({ profile: count, target: count })
      .readonly()
      .default({ profile: 0, target: 0 }),
    /** Names of saved failures, by fingerprint: `--known` counts those that they explain. */
    known: z.array(z.string()),
    combinations: count,
    /** False: the campaign has no sequences. */
    supportsSequences: z.boolean(),
    /** False: each port call of the target gets an answer. */
    hasReplyTimeout: z.boolean(),
    /** False: no case has conditional orders. */
    supportsConditionalOrders: z.boolean(),
    /** False: no case has two instances of the target at once. */
    supportsInstances: z.boolean(),
    /** Absent: no. */
    isOnWire: z.boolean().optional(),
    /** Absent: no. */
    opensUserStream: z.boolean().optional(),
    /** False: no case lets the answer to a query for one order mislead. */
    usesQueries: z.boolean(),
    /** What the bot is and is not; null: it has everything. */
    profile: botProfileSchema.nullable().default(null),
  }),
  /** Null for the whole campaign. */
  shard: z.strictObject({ index: z.int().min(1), total: z.int().min(1) }).nullable(),
  batchesDone: z.array(count),
  /** Batches of which only some cases ran. */
  batchesCut: z.array(count),
  stopped: z.enum(["bail", "time", "interrupted", "target-disabled"]).nullable(),
  canaryCaught: z.boolean(),
  verdict: verdictSchema,
  reasons: z.array(z.string()),
  /** The required labels, transitions and pairs of theme and fault that no case reached. */
  neverSeen: z.array(z.string()),
  /** What the campaign cannot have seen, a line each, the most important first. */
  notCovered: z.array(z.string()),
  /** The failures of one cause, worst first, by fingerprint: the one to read first, and the others. */
  findings: z.array(z.strictObject({ head: z.string(), others: z.array(z.string()) })),
  result: batchResultSchema,
  /** What another such campaign needs, and `campaign` does not have; absent for the library, and in an older report. */
  repeat: repeatSchema.optional(),
  timing: z.strictObject({ startedAt: z.string(), elapsedMs: z.number().min(0) }),
});
/**
 * The report of a campaign or of one shard. Every other report is rendered from it.
 *
 * - `schemaVersion` and `kind`: always 2 and `campaign`.
 * - `campaign`: what was asked for: seed, numbers of cases, properties, what the target is, and what it supports.
 * - `shard`: `index` and `total`, from 1; null for the whole campaign.
 * - `batchesDone` and `batchesCut`: the numbers of the batches that ran, and of those that ran in part.
 * - `stopped`: why it ended before its last case, or null.
 * - `canaryCaught`: whether the properties detected the canary.
 * - `verdict` and `reasons`: `pass`, `fail` or `inconclusive`, and why it is not `pass`.
 * - `neverSeen`: required labels, transitions and pairs that no case reached.
 * - `notCovered`: what the campaign cannot have seen, a line each.
 * - `findings`: the fingerprints of the failures of one cause, worst first.
 * - `result`: counts for each property, and the shrunk failures.
 * - `repeat`: the other options of the command line, and its time limit such as `30s`; absent for a target of the library.
 * - `timing`: `startedAt`, a time in ISO 8601, and `elapsedMs`, in milliseconds.
 */
export type CampaignReport = z.infer<typeof campaignReportSchema>;
