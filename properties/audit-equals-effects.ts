/** The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else. */
import { mismatchTypeSchema } from "../src/domain/mismatch.ts";
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { fail, pass, discarded } from "./property.ts";
import type { Case, RunProperty, Verdict } from "./property.ts";
import { matchesExpected } from "./oracle/expected-outcomes.ts";
import { completedRuns, firstBroken } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const auditEqualsEffects: RunProperty = {
  kind: "run",
  name: "audit-equals-effects",
  statement:
    "The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else.",
  severity: "report",
  requires: ["audit"],
  judge: (observed) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) {
      return judgeSilence(observed);
    }
    const early = observation.portCalls.find((call) => !isAnnounced(call, observation.audit));
    if (early !== undefined) {
      const expected = `the attempt of ${early.request.clientOrderId} in the trail`;
      return fail("call-without-attempt", {
        run: early.run,
        expected,
        actual: "a call without it",
      });
    }
    for (const view of completedRuns(observed)) {
      const verdict = firstBroken(
        judgeLines(view),
        judgeTotals(view, scenario),
        judgeFigures(view),
        judgeFailure(view),
      );
      if (verdict.kind === "fail") return verdict;
    }
    const afterDeath = judgeCrashedRuns(observed);
    if (afterDeath.kind === "fail") return afterDeath;
    const stray = findStray(observation);
    if (stray !== undefined) {
      const expected = "lines of the runs that were let through the gates only";
      return fail("unknown-run-id", { run: null, expected, actual: JSON.stringify(stray) });
    }
    if (observation.audit.length > 0) return pass;
    const isDisabled = observation.rejectedAuditEvents.length > 0;
    return discarded(isDisabled ? "the trail took no line" : "every run was refused");
  },
};

function judgeSilence({ observation }: Case): Verdict {
  const [event] = observation.audit;
  if (event === undefined) return discarded("audit is off");
  return fail("event-while-audit-is-off", {
    run: null,
    expected: "no event",
    actual: event.event_type,
  });
}

/** A line of a run that was refused, or that there was not. */
function findStray({ runs, audit }: Case["observation"]): AuditEvent | undefined {
  const names = new Set<string>();
  for (const run of runs) if (run.mode !== "refused" && run.runId !== null) names.add(run.runId);
  return audit.find(({ run_id }) => !names.has(run_id));
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

/**
 * Each call's attempt says what was sent, its result what was answered, and the run's line is last. Of a run
 * in which the trail refused lines, those that it took have to be the first of them.
 */
function judgeLines(view: RunView): Verdict {
  const { run, report, calls, audit, rejectedAuditEvents } = view;
  const due = calls.length * 2 + 1;
  const lines = rejectedAuditEvents.length > 0 ? audit.length : Math.max(audit.length, due);
  for (let at = 0; at < lines; at += 1) {
    const line = audit[at];
    if (isDue(line, view, at)) continue;
    const expected = describeDue(calls, at, report.mode);
    const actual = line === undefined ? "no line" : JSON.stringify(line);
    return fail("wrong-attempt-or-result", { run, expected, actual });
  }
  return pass;
}

/** Two lines a call, then one for the run, all at the time of the run: the clock stands still in it. */
function isDue(line: AuditEvent | undefined, view: RunView, at: number): boolean {
  const { calls, report, situation } = view;
  if (line?.ts_ms !== situation.atMs) return false;
  const call = calls[Math.floor(at / 2)];
  if (call !== undefined) {
    const sequence = Math.floor(at / 2) + 1;
    return at % 2 === 0
      ? isAttemptOf(line, call, sequence, view)
      : isResultOf(line, call, sequence);
  }
  return (
    at === calls.length * 2 && line.event_type === "RECONCILE_RUN" && line.mode === report.mode
  );
}

/** A run says that its trail failed if and only if the trail has refused a line of it. */
function judgeFailure({ run, report, rejectedAuditEvents }: RunView): Verdict {
  const isTold = report.auditFailure !== null;
  if (isTold === rejectedAuditEvents.length > 0) return pass;
  const expected = isTold ? "no failure: every line was taken" : "a failure: a line was refused";
  const actual = report.auditFailure ?? "no failure";
  return fail("unreported-audit-failure", { run, expected, actual });
}

/** Nobody writes the last line of a run that has died before it, and its time is that of the run. */
function judgeCrashedRuns({ observation }: Case): Verdict {
  const { runs, runContexts, audit } = observation;
  for (const [run, report] of runs.entries()) {
    if (report.mode !== "crashed") continue;
    const late = audit.find(
      ({ run_id, event_type, ts_ms }) =>
        run_id === report.runId &&
        event_type === "RECONCILE_RUN" &&
        ts_ms !== runContexts[run]?.atMs,
    );
    if (late === undefined) continue;
    const expected = "no line of a run that was dead by then";
    return fail("event-after-crash", { run, expected, actual: JSON.stringify(late) });
  }
  return pass;
}

function describeDue(calls: readonly PortCall[], at: number, mode: string): string {
  const call = calls[Math.floor(at / 2)];
  if (call === undefined) return at === calls.length * 2 ? `the ${mode} run` : "no more lines";
  const { request, reply } = call;
  return at % 2 === 0
    ? `attempt ${at / 2 + 1}: ${JSON.stringify(request)}`
    : `the result of ${request.clientOrderId}: ${JSON.stringify(reply)}`;
}

function isAttemptOf(
  line: AuditEvent,
  { request }: PortCall,
  sequence: number,
  { found }: RunView,
): boolean {
  if (line.event_type !== "REMEDIATE_ATTEMPT" || line.sequence !== sequence) return false;
  const order = request.method === "placeMarketOrder" ? request : null;
  // What is sent of its own accord has no mismatch, and is another property's to judge.
  const mismatch = found.find((known) => matchesExpected(request, known));
  return (
    (mismatch === undefined || line.mismatch_type === mismatch.type) &&
    (line.kind === "cancel") === (order === null) &&
    line.symbol === request.symbol &&
    line.client_order_id === request.clientOrderId &&
    line.side === (order?.side ?? null) &&
    line.quantity === (order?.quantity ?? null) &&
    line.position_side === (order?.positionSide ?? null) &&
    line.reduce_only === (order?.reduceOnly ?? null)
  );
}

function isResultOf(line: AuditEvent, { request, reply }: PortCall, sequence: number): boolean {
  return (
    line.event_type === "REMEDIATE_RESULT" &&
    line.sequence === sequence &&
    (line.kind === "cancel") === (request.method === "cancelOrder") &&
    line.client_order_id === request.clientOrderId &&
    line.symbol === request.symbol &&
    line.status === statusOfReply[reply.status] &&
    line.error_code === ("code" in reply ? reply.code : null) &&
    isMessageOf(line.error_message, reply)
  );
}

/** A bot may say more than the venue did, and a trail cuts what is long. */
function isMessageOf(told: string | null, reply: PortCall["reply"]): boolean {
  if (!("message" in reply)) return told === null;
  return told?.includes(reply.message.slice(0, messageLengthLeast)) === true;
}

const messageLengthLeast = 100;

/** The run's line says what was found, by the oracle, and what the report says. */
function judgeTotals(view: RunView, scenario: Scenario): Verdict {
  const { run, report, found, audit, reported, situation } = view;
  const line = audit.at(-1);
  if (line?.event_type !== "RECONCILE_RUN") return pass;
  const told = line.mismatch_counts;
  const { status, blockReason } = report;
  const symbols = new Set(found.map(({ symbol }) => symbol));
  if (
    mismatchTypes.every((type) => told[type] === countOf(type, found)) &&
    line.symbols.length === symbols.size &&
    line.symbols.every((name, at) => symbols.has(name) && name > (line.symbols[at - 1] ?? "")) &&
    line.action === scenario.config.action &&
    (!reported.has("status") || (line.status === status && line.block_reason === blockReason)) &&
    line.details.ts_start === situation.atMs &&
    line.details.ts_end === situation.atMs &&
    line.details.duration_ms === 0
  ) {
    return pass;
  }
  const counts = mismatchTypes.map((type) => `${type} ${countOf(type, found)}`);
  const { action } = scenario.config;
  const due = [counts, [...symbols], action, status, blockReason, situation.atMs];
  return fail("wrong-run-event", {
    run,
    expected: JSON.stringify(due),
    actual: JSON.stringify(line),
  });
}

const mismatchTypes = mismatchTypeSchema.options;

function countOf(wanted: string, found: RunView["found"]): number {
  let count = 0;
  for (const { type } of found) if (type === wanted) count += 1;
  return count;
}

/** The figures of the run's line are those of the calls, and of the report. */
function judgeFigures({ run, report, calls, requests, audit, reported }: RunView): Verdict {
  const line = audit.at(-1);
  if (line?.event_type !== "RECONCILE_RUN") return pass;
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
  const seen = report.mode === "live" ? seenAtThePort : seenInAnyCase;
  const told = reported.has("results") ? figures : seen;
  const wrong = told.find((name) => details[name] !== due[name]);
  if (wrong === undefined) return pass;
  const [expected, actual] = [`${due[wrong]}`, `${details[wrong]}`];
  return fail(`wrong-${wrong.replaceAll("_", "-")}`, { run, expected, actual });
}

const seenInAnyCase = ["executed_count"] as const;
const seenAtThePort = ["executed_count", "cancel_count", "flatten_count"] as const;

const figures = [
  "executed_count",
  "planned_count",
  "blocked_count",
  "skipped_terminal",
  "skipped_no_action",
  "cancel_count",
  "flatten_count",
] as const;
