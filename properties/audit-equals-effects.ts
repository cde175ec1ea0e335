/** The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else. */
import { mismatchTypeSchema } from "../src/domain/mismatch.ts";
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/domain/scenario.ts";
import { fails, holds, notApplicable } from "../src/harness/property.ts";
import type { Case, RunProperty, Verdict } from "../src/harness/property.ts";
import { completedRunsOf, firstBroken } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const auditEqualsEffects: RunProperty = {
  kind: "run",
  name: "audit-equals-effects",
  statement:
    "The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else.",
  movesMoney: false,
  needs: ["audit"],
  judge: (observed) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) {
      return judgeSilence(observed);
    }
    const isCutShort = isUnwritable(scenario);
    const early = observation.portCalls.find((call) => !isAnnounced(call, observation.audit));
    if (early !== undefined) {
      const expected = `the attempt of ${early.request.clientOrderId} in the trail`;
      return fails("attempt-before-call", {
        run: early.run,
        expected,
        happened: "a call without it",
      });
    }
    for (const view of completedRunsOf(observed)) {
      const verdict = isCutShort
        ? judgeLines(view, isCutShort)
        : firstBroken(
            judgeLines(view, isCutShort),
            judgeTotals(view, scenario),
            judgeFigures(view),
          );
      if (verdict.verdict === "fails") return verdict;
    }
    const stray = findStray(observation);
    if (stray !== undefined) {
      const expected = "lines of the runs that were let through the gates only";
      return fails("of-a-run", { run: null, expected, happened: JSON.stringify(stray) });
    }
    if (observation.audit.length > 0) return holds;
    return notApplicable(isCutShort ? "the trail took no line" : "every run was refused");
  },
};

function judgeSilence({ observation }: Case): Verdict {
  const [event] = observation.audit;
  if (event === undefined) return notApplicable("audit is off");
  return fails("nothing-when-off", { run: null, expected: "no event", happened: event.event_type });
}

/** A line of a run that was refused, or that there was not. */
function findStray({ runs, audit }: Case["observation"]): AuditEvent | undefined {
  const names = new Set<string>();
  for (const run of runs) if (run.mode !== "refused" && run.runId !== null) names.add(run.runId);
  return audit.find(({ run_id }) => !names.has(run_id));
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

/**
 * Each call's attempt says what was sent, its result what was answered, and the run's line is last. A
 * trail that was lost on the way has the first of them.
 */
function judgeLines({ run, report, calls, audit }: RunView, isCutShort: boolean): Verdict {
  const due = calls.length * 2 + 1;
  const lines = isCutShort ? audit.length : Math.max(audit.length, due);
  for (let at = 0; at < lines; at += 1) {
    const line = audit[at];
    if (isDue(line, calls, at, report.mode)) continue;
    const expected = describeDue(calls, at, report.mode);
    const happened = line === undefined ? "no line" : JSON.stringify(line);
    return fails("lines-say-what-was-sent", { run, expected, happened });
  }
  return holds;
}

/** Two lines a call, then one for the run. */
function isDue(
  line: AuditEvent | undefined,
  calls: readonly PortCall[],
  at: number,
  mode: "dry_run" | "live",
): boolean {
  const call = calls[Math.floor(at / 2)];
  if (call !== undefined) {
    return at % 2 === 0 ? isAttemptOf(line, call, at / 2 + 1) : isResultOf(line, call);
  }
  return at === calls.length * 2 && line?.event_type === "RECONCILE_RUN" && line.mode === mode;
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
  line: AuditEvent | undefined,
  { request }: PortCall,
  sequence: number,
): boolean {
  if (line?.event_type !== "REMEDIATE_ATTEMPT" || line.sequence !== sequence) return false;
  const order = request.method === "placeMarketOrder" ? request : null;
  return (
    line.client_order_id === request.clientOrderId &&
    line.side === (order?.side ?? null) &&
    line.quantity === (order?.quantity ?? null) &&
    line.position_side === (order?.positionSide ?? null) &&
    line.reduce_only === (order?.reduceOnly ?? null)
  );
}

function isResultOf(line: AuditEvent | undefined, { request, reply }: PortCall): boolean {
  return (
    line?.event_type === "REMEDIATE_RESULT" &&
    line.client_order_id === request.clientOrderId &&
    line.symbol === request.symbol &&
    line.status === statusOfReply[reply.status] &&
    line.error_code === ("code" in reply ? reply.code : null)
  );
}

/** The run's line says what was found, by the oracle, and what the report says. */
function judgeTotals(view: RunView, scenario: Scenario): Verdict {
  const { run, report, found, audit, reported } = view;
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
    (!reported.has("status") || (line.status === status && line.block_reason === blockReason)) &&
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

const mismatchTypes = mismatchTypeSchema.options;

function countOf(wanted: string, found: RunView["found"]): number {
  let count = 0;
  for (const { type } of found) if (type === wanted) count += 1;
  return count;
}

/** The figures of the run's line are those of the calls, and of the report. */
function judgeFigures({ run, report, calls, requests, audit, reported }: RunView): Verdict {
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
  const seen = report.mode === "live" ? seenAtThePort : seenInAnyCase;
  const told = reported.has("results") ? figures : seen;
  const wrong = told.find((name) => details[name] !== due[name]);
  if (wrong === undefined) return holds;
  const [expected, happened] = [`${due[wrong]}`, `${details[wrong]}`];
  return fails(`${wrong}-equals-effects`, { run, expected, happened });
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
