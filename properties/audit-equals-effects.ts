/** The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else. */
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { PortCall, PortRequest } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/domain/scenario.ts";
import { fails, holds, notApplicable } from "../src/harness/property.ts";
import type { Case, RunProperty, Verdict } from "../src/harness/property.ts";
import { firstBroken, runsOf } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

export const auditEqualsEffects: RunProperty = {
  kind: "run",
  name: "audit-equals-effects",
  statement:
    "The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else.",
  movesMoney: false,
  judge: (observed) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) {
      return judgeSilence(observed);
    }
    const unwritable = isUnwritable(scenario);
    const early = observation.portCalls.find((call) => !isAnnounced(call, observation.audit));
    if (early !== undefined) {
      const expected = `the attempt of ${early.request.clientOrderId} in the trail`;
      return fails("attempt-before-call", {
        run: early.run,
        expected,
        happened: "a call without it",
      });
    }
    if (unwritable) return notApplicable("the trail takes no line");
    for (const view of runsOf(observed)) {
      const verdict = firstBroken(
        judgeLines(view),
        judgeTotals(view, scenario),
        judgeFigures(view),
      );
      if (verdict.verdict === "fails") return verdict;
    }
    return observation.runs.some(({ mode }) => mode !== "refused")
      ? holds
      : notApplicable("every run was refused");
  },
};

function judgeSilence({ observation }: Case): Verdict {
  const [event] = observation.audit;
  if (event === undefined) return notApplicable("audit is off");
  return fails("nothing-when-off", { run: null, expected: "no event", happened: event.event_type });
}

function isUnwritable({ steps }: Scenario): boolean {
  return steps.some((step) => step.kind === "audit-behaves" && !step.writable);
}

/** The last line before the call has to be its own attempt. */
function isAnnounced(
  { request, auditEventsBefore }: PortCall,
  audit: readonly AuditEvent[],
): boolean {
  const last = audit[auditEventsBefore - 1];
  return (
    last?.event_type === "REMEDIATE_ATTEMPT" &&
    last.client_order_id === request.clientOrderId &&
    last.symbol === request.symbol &&
    (last.kind === "cancel") === (request.method === "cancelOrder")
  );
}

const statusOfReply = { accepted: "executed", rejected: "failed", unknown: "unknown", refused: "" };

/** Each call's attempt says what was sent, its result what was answered, and the run's line is last. */
function judgeLines({ run, report, calls, audit }: RunView): Verdict {
  if (isToldInOrder(calls, audit, report.mode)) return holds;
  const due = calls.flatMap(({ request, reply }, index) => [
    lineOfAttempt(request, index + 1),
    `REMEDIATE_RESULT ${request.clientOrderId} ${statusOfReply[reply.status]} ${"code" in reply ? reply.code : null}`,
  ]);
  due.push(`RECONCILE_RUN ${report.mode}`);
  const told = audit.map(lineOfEvent);
  const longer = told.length > due.length ? told : due;
  const at = longer.findIndex((_, index) => due[index] !== told[index]);
  const [expected = "no line", happened = "no line"] = [due[at], told[at]];
  return fails("lines-say-what-was-sent", { run, expected, happened });
}

function isToldInOrder(
  calls: readonly PortCall[],
  audit: readonly AuditEvent[],
  mode: "dry_run" | "live",
): boolean {
  const last = audit[calls.length * 2];
  return (
    audit.length === calls.length * 2 + 1 &&
    last?.event_type === "RECONCILE_RUN" &&
    last.mode === mode &&
    calls.every(
      (call, at) => isAttemptOf(audit[at * 2], call, at + 1) && isResultOf(audit[at * 2 + 1], call),
    )
  );
}

function isAttemptOf(
  event: AuditEvent | undefined,
  { request }: PortCall,
  sequence: number,
): boolean {
  if (event?.event_type !== "REMEDIATE_ATTEMPT" || event.sequence !== sequence) return false;
  const order = request.method === "placeMarketOrder" ? request : null;
  return (
    event.client_order_id === request.clientOrderId &&
    event.side === (order?.side ?? null) &&
    event.quantity === (order?.quantity ?? null) &&
    event.position_side === (order?.positionSide ?? null) &&
    event.reduce_only === (order?.reduceOnly ?? null)
  );
}

function isResultOf(event: AuditEvent | undefined, { request, reply }: PortCall): boolean {
  return (
    event?.event_type === "REMEDIATE_RESULT" &&
    event.client_order_id === request.clientOrderId &&
    event.status === statusOfReply[reply.status] &&
    event.error_code === ("code" in reply ? reply.code : null)
  );
}

function lineOfAttempt(request: PortRequest, sequence: number): string {
  const { clientOrderId } = request;
  return request.method === "cancelOrder"
    ? `REMEDIATE_ATTEMPT ${sequence} ${clientOrderId} null null null null`
    : `REMEDIATE_ATTEMPT ${sequence} ${clientOrderId} ${request.side} ${request.quantity} ${request.positionSide} ${request.reduceOnly}`;
}

function lineOfEvent(event: AuditEvent): string {
  switch (event.event_type) {
    case "RECONCILE_RUN":
      return `RECONCILE_RUN ${event.mode}`;
    case "REMEDIATE_ATTEMPT":
      return `REMEDIATE_ATTEMPT ${event.sequence} ${event.client_order_id} ${event.side} ${event.quantity} ${event.position_side} ${event.reduce_only}`;
    case "REMEDIATE_RESULT":
      return `REMEDIATE_RESULT ${event.client_order_id} ${event.status} ${event.error_code}`;
  }
}

/** The run's line says what was found, by the oracle, and what the report says. */
function judgeTotals({ run, report, found, audit }: RunView, scenario: Scenario): Verdict {
  const line = audit.at(-1);
  if (line?.event_type !== "RECONCILE_RUN") return holds;
  const told = line.mismatch_counts;
  const { status, blockReason, startedAtMs, endedAtMs } = report;
  const symbols = new Set(found.map(({ symbol }) => symbol));
  if (
    mismatchTypes.every((type) => told[type] === countOf(type, found)) &&
    line.symbols.length === symbols.size &&
    line.symbols.every((name, at) => symbols.has(name) && name > (line.symbols[at - 1] ?? "")) &&
    line.action === scenario.config.action &&
    line.status === status &&
    line.block_reason === blockReason &&
    line.details.ts_start === startedAtMs &&
    line.details.ts_end === endedAtMs
  ) {
    return holds;
  }
  const counts = mismatchTypes.map((type) => `${type} ${countOf(type, found)}`);
  const { action } = scenario.config;
  const due = [counts, [...symbols], action, status, blockReason, startedAtMs, endedAtMs];
  return fails("the-run-says-what-was-found", {
    run,
    expected: JSON.stringify(due),
    happened: JSON.stringify(line),
  });
}

const mismatchTypes = [
  "ORDER_EXISTS_UNEXPECTED",
  "ORDER_STATUS_DIVERGENCE",
  "ORDER_MISSING_ON_EXCHANGE",
  "POSITION_NONZERO_UNEXPECTED",
] as const;

function countOf(wanted: string, found: RunView["found"]): number {
  let count = 0;
  for (const { type } of found) if (type === wanted) count += 1;
  return count;
}

/** The figures of the run's line are those of the calls, and of the report. */
function judgeFigures({ run, report, calls, requests, audit }: RunView): Verdict {
  const line = audit.at(-1);
  if (line?.event_type !== "RECONCILE_RUN") return holds;
  const { details } = line;
  const { counts } = report;
  let [executed, cancels] = [0, 0];
  for (const { reply } of calls) if (reply.status === "accepted") executed += 1;
  for (const { method } of requests) if (method === "cancelOrder") cancels += 1;
  const due = {
    executed_count: executed,
    planned_count: report.mode === "dry_run" ? requests.length : 0,
    blocked_count: counts.blocked,
    skipped_terminal: counts.skippedTerminal,
    skipped_no_action: counts.skippedNoAction,
    cancel_count: cancels,
    flatten_count: requests.length - cancels,
  };
  const wrong = figures.find((name) => details[name] !== due[name]);
  if (wrong === undefined) return holds;
  const [expected, happened] = [`${due[wrong]}`, `${details[wrong]}`];
  return fails(`${wrong}-equals-effects`, { run, expected, happened });
}

const figures = [
  "executed_count",
  "planned_count",
  "blocked_count",
  "skipped_terminal",
  "skipped_no_action",
  "cancel_count",
  "flatten_count",
] as const;
