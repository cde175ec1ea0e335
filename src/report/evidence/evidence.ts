/**
 * The evidence of a campaign as data: what was tested by which rule, with which result. `evidence.html` is rendered from
 * it. Two machines that run the same have equal evidence, but for `surroundings`.
 */
import * as z from "zod";
import { phaseCountsSchema } from "../../fuzz/batch-result.ts";
import { verdictSchema as verdict } from "../../domain/verdict.ts";
import { hashedFileSchema, sha256Schema as sha256 } from "../../input/hashed-file.ts";
import { drillReportSchema } from "../drill-report.ts";

const count = z.int().min(0);
const texts = z.array(z.string()).readonly();

const judgedRuleSchema = z
  .strictObject({
    rule: z.string(),
    kind: z.enum(["safety", "policy"]),
    text: z.string(),
    verdict: z.enum(["pass", "fail", "not-judged"]),
    /** Why it was not judged; null where it was. */
    reason: z.string().nullable(),
    /** Cases that its properties judged: an upper bound, because a property may judge several rules. */
    cases: count,
    judgedBy: z
      .array(
        z
          .strictObject({ property: z.string(), cases: count, reason: z.string().nullable() })
          .readonly(),
      )
      .readonly(),
    /** Fingerprints. */
    failures: texts,
    remarks: texts,
    /** Of its checks, from the strength report: how many there are, and how many each seed detected. */
    plantedBugs: z.strictObject({ planted: count, detected: count }).readonly().nullable(),
  })
  .readonly();
export type JudgedRule = z.infer<typeof judgedRuleSchema>;

const articleSchema = z
  .strictObject({
    regulation: z.string(),
    place: z.string(),
    subject: z.string(),
    /** False: no person compared the mapping with the text of the article. */
    isVerified: z.boolean(),
    mappings: z
      .array(z.strictObject({ rules: texts, drills: texts, why: z.string() }).readonly())
      .readonly(),
    notCovered: texts,
    /** Of its rules, each once. */
    verdicts: z.strictObject({ pass: count, fail: count, notJudged: count }).readonly(),
  })
  .readonly();

const strengthSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("not-measured") }),
  z.strictObject({
    kind: z.literal("measured"),
    verdict: z.enum(["pass", "fail"]),
    seeds: z.array(z.int()).readonly(),
    /** Whether every planted bug was measured. */
    isComplete: z.boolean(),
    plantedBugs: count,
    /** By every seed, and by at least one. */
    detectedByAll: count,
    detectedBySome: count,
  }),
]);

export const evidenceSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("evidence"),
  /** The worse one of the campaign and of the drills, where these are in it. */
  verdict,
  campaign: z
    .strictObject({
      verdict,
      reasons: texts,
      target: z.string(),
      seed: z.int(),
      /** Evidence is of whole campaigns. */
      shard: z.null(),
      /** How many were planned, and how many ran. */
      planned: phaseCountsSchema,
      cases: phaseCountsSchema,
      stopped: z.string().nullable(),
      canaryCaught: z.boolean(),
      properties: count,
      failures: z.array(z.strictObject({ name: z.string(), cases: count }).readonly()).readonly(),
      known: texts,
      ranTwice: z.strictObject({ cases: count, differing: count }).readonly(),
      notCovered: texts,
    })
    .readonly(),
  drills: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("not-run"), reason: z.string() }),
    z.strictObject({
      kind: z.literal("run"),
      /** Passed only where each drill ran that the target can have. */
      verdict,
      drills: drillReportSchema.shape.drills,
      leftOut: drillReportSchema.shape.leftOut,
      /** Names of drills that the target can have, and that did not run. */
      notRun: texts,
      /** Whose runs and port calls the maximums of each drill are. */
      maximumsOf: z.literal("the shipped pipeline"),
    }),
  ]),
  rules: z.array(judgedRuleSchema).readonly(),
  articles: z.array(articleSchema).readonly(),
  strength: strengthSchema,
  hashes: z
    .strictObject({
      harness: z.strictObject({
        version: z.string(),
        /** `dist`: the built program. `source`: a checkout. Their hashes differ. */
        of: z.enum(["dist", "source"]),
        sha256,
      }),
      /** Of the data of rules and articles, as canonical JSON. */
      rules: sha256,
      articles: sha256,
      /** As canonical JSON; null without a profile. */
      profile: sha256.nullable(),
      /** Null for the reference pipeline. */
      target: z
        .strictObject({ command: z.string(), sha256, files: z.array(hashedFileSchema).readonly() })
        .readonly()
        .nullable(),
      /** The standard scenarios, the drills, and the counterexamples that the campaign replayed. */
      scenarios: z.array(hashedFileSchema).readonly(),
      /** The first 16 digits, of replayed and enumerated cases, as the campaign report has it. */
      cases: z.string(),
    })
    .readonly(),
  repeat: z
    .strictObject({
      /** For a POSIX shell. */
      commands: texts,
      remarks: texts,
    })
    .readonly(),
  /** What differs from machine to machine. */
  surroundings: z
    .strictObject({
      startedAt: z.string(),
      elapsedMs: z.number().min(0),
      node: z.string(),
      platform: z.string(),
      /** The reports of shards, of `drill` and of `npm run strength`; their times differ. */
      attached: z.array(hashedFileSchema).readonly(),
    })
    .readonly(),
});
/** See `evidenceSchema`. */
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;
