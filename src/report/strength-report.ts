/** The report of `npm run strength`, as commands read it. */
import * as z from "zod";

const count = z.int().min(0);

export const ranks = ["unique", "first", "every-seed", "some-seeds"] as const;

const bugSchema = z.looseObject({
  name: z.string(),
  expectedFailure: z.string(),
  isSequence: z.boolean(),
  detected: count,
  detections: z
    .array(
      z.looseObject({ detectedAfter: count.nullable(), elapsedMs: z.number().min(0) }).readonly(),
    )
    .readonly(),
  detectedBy: z.record(z.string(), z.enum([...ranks, "never"])),
});

/** What a page and the evidence need of it. */
export const strengthReportSchema = z.looseObject({
  schemaVersion: z.literal(2),
  kind: z.literal("strength"),
  harness: z.string(),
  seeds: z.array(z.int()).min(1).readonly(),
  casesMax: count,
  complete: z.boolean(),
  verdict: z.enum(["pass", "fail"]),
  reasons: z.array(z.string()).readonly(),
  notes: z.array(z.string()).readonly(),
  bugs: z.array(bugSchema.readonly()).min(1).readonly(),
  properties: z
    .array(
      z
        .looseObject({ name: z.string(), kills: count, uniqueKills: count, firstKills: count })
        .readonly(),
    )
    .readonly(),
});
export type StrengthInput = z.infer<typeof strengthReportSchema>;
