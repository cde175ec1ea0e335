/** From the trail alone, every change at the exchange can be accounted for, wherever the process died. */
import type { AuditEvent, RemediateAttemptEvent } from "../src/domain/audit-event.ts";
import type { PortRequest } from "../src/domain/port-call.ts";
import { fail, pass, discarded } from "./property.ts";
import type { Case, RunProperty, Verdict } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";

export const auditAccountsForEveryEffect: RunProperty = {
  kind: "run",
  name: "audit-accounts-for-every-effect",
  statement:
    "From the trail alone, every change at the exchange can be accounted for, wherever the process died.",
  severity: "report",
  requires: ["audit"],
  judgesErroredRuns: true,
  judge: (observed) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) return discarded("audit is off");
    const { effects, audit } = observation;
    const attempts = audit.filter((event) => event.event_type === "REMEDIATE_ATTEMPT");
    if (effects.length === 0 && attempts.length === 0) return discarded("nothing was attempted");
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
        return fail("effect-without-attempt", { run, expected, actual: "none is left" });
      }
      left.splice(at, 1);
    }
    const claimed = left.find((attempt) => resultOf(attempt, audit) === "executed");
    if (claimed === undefined) return judgeOpenEnds(observed, attempts);
    const actual = `${claimed.kind} ${claimed.symbol} ${claimed.client_order_id} executed`;
    const run = runOf(claimed, observation);
    return fail("executed-without-effect", { run, expected: "a change of it", actual });
  },
};

/** An attempt without its result is the last line of a run that a kill has ended, or of a trail that was lost. */
function judgeOpenEnds({ observation }: Case, attempts: readonly RemediateAttemptEvent[]): Verdict {
  const { audit, runs, rejectedAuditEvents, targetError } = observation;
  if (targetError !== null) return pass;
  const mayBeOpen = new Set(
    runs.map((run, at) =>
      run.mode === "crashed" ||
      (run.mode !== "refused" && rejectedAuditEvents.some((lost) => lost.run === at))
        ? run.runId
        : null,
    ),
  );
  const open = attempts.find(
    (attempt) => resultOf(attempt, audit) === null && !mayBeOpen.has(attempt.run_id),
  );
  if (open === undefined) return pass;
  const actual = `none for ${open.kind} ${open.client_order_id}`;
  return fail("attempt-without-result", {
    run: runOf(open, observation),
    expected: "a result, for nobody was crashed",
    actual,
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
