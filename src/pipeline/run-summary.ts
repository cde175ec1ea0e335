/** The counts, the status and the block reason of a run, computed from its results. */
import { countOfStatus, noOutcomes } from "../domain/run-report.ts";
import type {
  MismatchResult,
  OutcomeCounts,
  ReportedReason,
  RunStatus,
  RejectedPart,
} from "../domain/run-report.ts";

export function countOutcomes(results: readonly MismatchResult[]): OutcomeCounts {
  const counts: Record<keyof OutcomeCounts, number> = { ...noOutcomes };
  for (const { outcome } of results) counts[countOfStatus[outcome.status]] += 1;
  return counts;
}

/** The most serious outcome gives the run its status. */
export function runStatus(
  results: readonly MismatchResult[],
  counts: OutcomeCounts,
  rejectedParts: readonly RejectedPart[],
): RunStatus {
  if (counts.unknown > 0) return "unknown";
  if (counts.failed > 0) return "failed";
  if (counts.executed > 0) return "executed";
  if (counts.planned > 0) return "planned";
  if (counts.blocked > 0 || rejectedParts.length > 0) return "blocked";
  return results.length > 0 ? "no_action" : "clean";
}

export function firstBlockReason(
  results: readonly MismatchResult[],
  rejectedParts: readonly RejectedPart[],
): ReportedReason | null {
  for (const { outcome } of results) {
    if ("reason" in outcome) return outcome.reason;
  }
  return rejectedParts[0]?.reason ?? null;
}
