/**
 * The report of one run as a target sends it. Every part is optional; the recorded port calls replace
 * parts that are missing.
 */
import * as z from "zod";
import { namedMismatchSchema } from "../domain/mismatch.ts";
import {
  blockReasonSchema,
  forEachCount,
  outcomeSchema,
  rejectedPartSchema,
  runStatusSchema,
} from "../domain/run-report.ts";
import type { Mode, ReportPart } from "../domain/run-report.ts";

/** A gate with the value that the target read for it. */
const closedGateSchema = z.strictObject({ gate: z.string().max(40), actual: z.string().max(200) });

export const reportedRunSchema = z.strictObject({
  mode: z.enum(["dry_run", "live", "refused"]).optional(),
  /** Of a refused run: every closed gate, each once. */
  closedGates: z.array(closedGateSchema).optional(),
  /** Every mismatch with its outcome, in processing order. */
  results: z
    .array(z.strictObject({ mismatch: namedMismatchSchema, outcome: outcomeSchema }))
    .optional(),
  counts: z.strictObject(forEachCount(() => z.int().min(0).default(0))).optional(),
  status: runStatusSchema.optional(),
  /** The reason of the first blocked remediation. */
  blockReason: blockReasonSchema.nullable().default(null),
  /** The snapshot parts that failed or are stale. */
  rejectedParts: z.array(rejectedPartSchema).optional(),
});
/** As a target writes it: plain strings, and fields with a default are optional. */
export type ReportedRun = z.input<typeof reportedRunSchema>;
export type ReadReportedRun = z.output<typeof reportedRunSchema>;

/** The answer without the parts that the target does not declare in `reports`. */
export function keepReported(
  run: ReadReportedRun,
  reports: ReadonlySet<ReportPart>,
): ReadReportedRun {
  const { mode, closedGates, results, counts, status, blockReason, rejectedParts } = run;
  return {
    ...(reports.has("mode") && { mode, closedGates }),
    ...(reports.has("results") && { results }),
    ...(reports.has("counts") && { counts }),
    ...(reports.has("status") && { status }),
    ...(reports.has("rejectedParts") && { rejectedParts }),
    blockReason,
  };
}

/**
 * The declared part that the answer is missing, or null. A refused run has no parts but its mode.
 * `allowed` is the mode of the gates, for a target that does not report its own.
 */
export function findMissingPart(
  run: ReadReportedRun,
  allowed: Mode | "refused",
  reports: ReadonlySet<ReportPart>,
): string | null {
  if (reports.has("mode") && run.mode === undefined) return "mode";
  if ((run.mode ?? allowed) === "refused") {
    return reports.has("mode") && run.closedGates === undefined ? "closedGates" : null;
  }
  const parts = ["results", "counts", "status", "rejectedParts"] as const;
  return parts.find((part) => reports.has(part) && run[part] === undefined) ?? null;
}
