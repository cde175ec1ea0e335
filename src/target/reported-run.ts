/**
 * The report of one run as a target sends it. Every part is optional; the recorded port calls replace
 * parts that are missing.
 */
import * as z from "zod";
import { namedMismatchSchema } from "../domain/mismatch.ts";
import {
  countOfStatus,
  forEachCount,
  reportedOutcomeSchema,
  reportedReasonSchema,
  rejectedPartSchema,
  runStatusSchema,
} from "../domain/run-report.ts";
import type {
  CompletedRun,
  MismatchResult,
  Mode,
  OutcomeCounts,
  ReportPart,
} from "../domain/run-report.ts";

/** A gate with the value that the target read for it. */
const closedGateSchema = z.strictObject({ gate: z.string().max(40), actual: z.string().max(200) });

const reportedResultSchema = z
  .strictObject({ mismatch: namedMismatchSchema, outcome: reportedOutcomeSchema })
  .transform(({ mismatch, outcome }): MismatchResult => {
    if (!("request" in outcome) && outcome.status !== "blocked") return { mismatch, outcome };
    const isPosition = mismatch.type === "POSITION_NONZERO_UNEXPECTED";
    const { kind = isPosition ? "flatten" : "cancel" } = outcome;
    return { mismatch, outcome: { ...outcome, kind } };
  });

export const reportedRunSchema = z.strictObject({
  mode: z.enum(["dry_run", "live", "refused"]).optional(),
  /** Of a refused run: every closed gate, each once. Absent: the target does not name them. */
  closedGates: z.array(closedGateSchema).optional(),
  /** Every mismatch with its outcome, in processing order. */
  results: z.array(reportedResultSchema).optional(),
  /** An absent count is unknown. */
  counts: z.strictObject(forEachCount(() => z.int().min(0).optional())).optional(),
  status: runStatusSchema.optional(),
  /** The reason of the first blocked remediation. */
  blockReason: reportedReasonSchema.nullable().default(null),
  /** The snapshot parts that failed or are stale. */
  rejectedParts: z.array(rejectedPartSchema).optional(),
});
/**
 * The report of one run as a target writes it: plain strings. Every field is optional, and `reports` of the target names
 * those that are judged.
 *
 * - `mode`: `dry_run`, `live` or `refused`.
 * - `closedGates`: of a refused run, every closed gate once, with the value that was read.
 * - `results`: every mismatch with its outcome, in processing order.
 * - `counts`: how many results have each outcome; an absent count is unknown.
 * - `status`: the outcome of the whole run, such as `clean` or `executed`.
 * - `blockReason`: the reason of the first blocked remediation, or null.
 * - `rejectedParts`: the lists of the snapshot that failed or are stale.
 */
export type ReportedRun = z.input<typeof reportedRunSchema>;
export type ReadReportedRun = z.output<typeof reportedRunSchema>;

/** The counts of the answer; `derived` has what it left out. */
export function completeCounts(
  counts: ReadReportedRun["counts"],
  derived: OutcomeCounts,
): Pick<CompletedRun, "counts" | "absentCounts"> {
  if (counts === undefined) return { counts: derived };
  const absentCounts = Object.values(countOfStatus).filter((name) => counts[name] === undefined);
  return {
    counts: forEachCount((name) => counts[name] ?? derived[name]),
    ...(absentCounts.length > 0 && { absentCounts }),
  };
}

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
  if ((run.mode ?? allowed) === "refused") return null;
  const parts = ["results", "counts", "status", "rejectedParts"] as const;
  return parts.find((part) => reports.has(part) && run[part] === undefined) ?? null;
}
