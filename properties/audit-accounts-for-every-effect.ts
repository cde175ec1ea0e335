/** The audit trail alone must let an operator explain every change that the bot made. */
import { counted } from "../src/domain/counted.ts";
import type { AuditEvent, RemediateAttemptEvent } from "../src/domain/audit-event.ts";
import type { PortCall, PortEffect, PortRequest } from "../src/domain/port-call.ts";
import { fail, pass, discarded, type Case, type RunProperty, type Verdict } from "./property.ts";
import { describeRequest } from "./oracle/requests.ts";
import { remediationOf } from "./view/variants.ts";

export const auditAccountsForEveryEffect: RunProperty = {
  kind: "run",
  name: "audit-accounts-for-every-effect",
  statement: "The audit trail accounts for every effect at the exchange, also after a crash.",
  severity: "report",
  checks: ["effect-without-attempt", "executed-without-effect", "attempt-without-result"],
  requires: ["audit"],
  judgesErroredRuns: true,
  judge: (observed, failures) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) return discarded("the audit trail is disabled");
    const { effects, portCalls, auditEvents } = observation;
    const attempts = auditEvents.filter((event) => event.event_type === "REMEDIATE_ATTEMPT");
    if (effects.length === 0 && attempts.length === 0) return discarded("there was no attempt");
    const unmatched = attempts.map((attempt) => ({
      attempt,
      status: resultOf(attempt, auditEvents),
    }));
    for (const effect of effects) {
      const { request, run } = effect;
      // An error may come back although the request took effect.
      const wasRejected = isRejected(effect, portCalls);
      const statuses = unmatched.map(({ attempt, status }) =>
        isAttemptOf(attempt, request) && (wasRejected || status !== "failed") ? status : "other",
      );
      // A delayed effect, or one without a reply, belongs to an attempt without a known outcome.
      const possible = statuses.findIndex((status) => status !== "other");
      const likely = statuses.indexOf(wasRejected ? "failed" : "executed");
      const at = likely === -1 ? possible : likely;
      if (at === -1) {
        const expected = `an attempt that did not fail: ${describeRequest(request)}`;
        const actual = `no such attempt among ${counted(attempts.length, "attempt")}`;
        const variant = remediationOf(request);
        failures.push(fail("effect-without-attempt", { run, expected, actual }, variant));
      } else unmatched.splice(at, 1);
    }
    const wrong = unmatched.find(
      ({ attempt, status }) => status === "executed" && !mayTakeEffectLater(attempt, portCalls),
    )?.attempt;
    if (wrong !== undefined) {
      const actual = `${wrong.kind} ${wrong.symbol} ${wrong.client_order_id} executed`;
      const run = runOf(wrong, observation);
      const expected = "an effect at the exchange";
      failures.push(fail("executed-without-effect", { run, expected, actual }, wrong.kind));
    }
    return judgeMissingResults(observed, attempts);
  },
};

/** The simulation records one request in the call and in its effect. */
function isRejected({ request }: PortEffect, calls: readonly PortCall[]): boolean {
  return calls.some((call) => call.request === request && call.reply.status === "rejected");
}

/** The exchange accepted it at once, and it takes effect later, if there is still something to act on. */
function mayTakeEffectLater(attempt: RemediateAttemptEvent, calls: readonly PortCall[]): boolean {
  return calls.some(
    ({ fault, reply, request }) =>
      fault === "delayed" && reply.status === "accepted" && isAttemptOf(attempt, request),
  );
}

/** Only a crash or a rejected audit event excuses an attempt without a result. */
function judgeMissingResults(
  { observation }: Case,
  attempts: readonly RemediateAttemptEvent[],
): Verdict {
  const { auditEvents, runs, rejectedAuditEvents, targetError } = observation;
  if (targetError !== null) return pass;
  for (const attempt of attempts) {
    if (resultOf(attempt, auditEvents) !== null) continue;
    const isExcused = runs.some(
      (report, run) =>
        report.mode !== "refused" &&
        report.runId === attempt.run_id &&
        (report.mode === "crashed" || rejectedAuditEvents.some((event) => event.run === run)),
    );
    if (isExcused) continue;
    const [run, expected] = [runOf(attempt, observation), "a result, because no process crashed"];
    const actual = `none for ${attempt.kind} ${attempt.client_order_id}`;
    return fail("attempt-without-result", { run, expected, actual }, attempt.kind);
  }
  return pass;
}

/** Null where no run has the run id of the attempt. */
function runOf({ run_id }: RemediateAttemptEvent, { runs }: Case["observation"]): number | null {
  const at = runs.findIndex((run) => run.mode !== "refused" && run.runId === run_id);
  return at === -1 ? null : at;
}

function isAttemptOf(attempt: RemediateAttemptEvent, request: PortRequest): boolean {
  if (attempt.symbol !== request.symbol || attempt.client_order_id !== request.clientOrderId) {
    return false;
  }
  if (request.method !== "placeMarketOrder") {
    const isNormal = request.method === "cancelOrder";
    return attempt.kind === "cancel" && (attempt.order_list === undefined) === isNormal;
  }
  const { side, quantity } = request;
  return attempt.kind === "flatten" && attempt.side === side && attempt.quantity === quantity;
}

function resultOf({ run_id, sequence }: RemediateAttemptEvent, auditEvents: readonly AuditEvent[]) {
  for (const event of auditEvents) {
    if (event.event_type !== "REMEDIATE_RESULT" || event.run_id !== run_id) continue;
    if (event.sequence === sequence) return event.status;
  }
  return null;
}
