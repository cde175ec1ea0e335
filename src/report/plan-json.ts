/** The plan as one JSON object, for scripts. */
import type { SnapshotPart } from "../domain/snapshot.ts";
import type { PlanReport } from "./plan-report.ts";

export function renderPlanJson({ run, snapshot }: PlanReport): string {
  const { mode, action, status, blockReason, rejectedParts, counts, results } = run;
  const report = {
    mode,
    action,
    status,
    blockReason,
    snapshot: {
      orders: describePart(snapshot.orders),
      positions: describePart(snapshot.positions),
    },
    rejectedParts,
    counts,
    mismatches: results.map(({ mismatch, outcome }) => ({ ...mismatch, outcome })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describePart(part: SnapshotPart<unknown>) {
  const { takenAtMs } = part;
  return part.status === "ok"
    ? { status: part.status, takenAtMs, count: part.items.length }
    : { status: part.status, takenAtMs, error: part.error };
}
