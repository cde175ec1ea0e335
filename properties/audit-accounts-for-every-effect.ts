/** From the trail alone, every change at the exchange can be accounted for, wherever the process died. */
import type { AuditEvent, RemediateAttemptEvent } from "../src/domain/audit-event.ts";
import type { PortRequest } from "../src/domain/port-call.ts";
import { fails, holds, notApplicable } from "./property.ts";
import type { Case, RunProperty, Verdict } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";

export const theTrailTellsTheHistory: RunProperty = {
  kind: "run",
  name: "the-trail-tells-the-history",
  statement:
    "From the trail alone, every change at the exchange can be accounted for, wherever the process died.",
  movesMoney: false,
  needs: ["audit"],
  judgesBrokenRuns: true,
  judge: (observed) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) return notApplicable("audit is off");
    const { effects, audit } = observation;
    const attempts = audit.filter((event) => event.event_type === "REMEDIATE_ATTEMPT");
    if (effects.length === 0 && attempts.length === 0)
      return notApplicable("nothing was attempted");
    const left = [...attempts];
    for (const { request, run } of effects) {
      const told = left.findIndex(
        (attempt) => isOf(attempt, request) && resultOf(attempt, audit) === "executed",
      );
      // A change that came late, or that nobody heard of, is of an attempt without a known end.
      const at =
        told === -1
          ? left.findIndex((attempt) => isOf(attempt, request) && mayHaveWorked(attempt, audit))
          : told;
      if (at === -1) {
        const expected = `an attempt that may have worked: ${describeRequest(request)}`;
        return fails("every-change-is-announced", { run, expected, happened: "none is left" });
      }
      left.splice(at, 1);
    }
    const claimed = left.find((attempt) => resultOf(attempt, audit) === "executed");
    if (claimed === undefined) return judgeOpenEnds(observed, attempts);
    const happened = `${claimed.kind} ${claimed.symbol} ${claimed.client_order_id} executed`;
    const run = runOf(claimed, observation);
    return fails("what-is-told-was-done", { run, expected: "a change of it", happened });
  },
};

/** An attempt without its result is the last line of a run that a kill has ended, or of a trail that was lost. */
function judgeOpenEnds({ observation }: Case, attempts: readonly RemediateAttemptEvent[]): Verdict {
  const { audit, runs, lostLines, broke } = observation;
  if (broke !== null) return holds;
  const mayBeOpen = new Set(
    runs.map((run, at) =>
      run.mode === "killed" || (run.mode !== "refused" && lostLines.some((lost) => lost.run === at))
        ? run.runId
        : null,
    ),
  );
  const open = attempts.find(
    (attempt) => resultOf(attempt, audit) === null && !mayBeOpen.has(attempt.run_id),
  );
  if (open === undefined) return holds;
  const happened = `none for ${open.kind} ${open.client_order_id}`;
  return fails("an-end-is-told", {
    run: runOf(open, observation),
    expected: "a result, for nobody was killed",
    happened,
  });
}

/** Null where no run has the name that the line has. */
function runOf({ run_id }: RemediateAttemptEvent, { runs }: Case["observation"]): number | null {
  const at = runs.findIndex((run) => run.mode !== "refused" && run.runId === run_id);
  return at === -1 ? null : at;
}

function isOf(attempt: RemediateAttemptEvent, request: PortRequest): boolean {
  if (attempt.client_order_id !== request.clientOrderId || attempt.symbol !== request.symbol) {
    return false;
  }
  if (request.method === "cancelOrder") return attempt.kind === "cancel";
  return (
    attempt.kind === "flatten" &&
    attempt.side === request.side &&
    attempt.quantity === request.quantity
  );
}

/** One that is told to have failed has changed nothing. */
function mayHaveWorked(attempt: RemediateAttemptEvent, audit: readonly AuditEvent[]): boolean {
  return resultOf(attempt, audit) !== "failed";
}

function resultOf(
  { run_id, sequence }: RemediateAttemptEvent,
  audit: readonly AuditEvent[],
): "executed" | "failed" | "unknown" | null {
  for (const event of audit) {
    if (event.event_type !== "REMEDIATE_RESULT") continue;
    if (event.run_id === run_id && event.sequence === sequence) return event.status;
  }
  return null;
}
