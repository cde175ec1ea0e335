/** Refused runs write no event, and neither does a crashed run once its process has ended. */
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { ObservedRun } from "../src/domain/run-report.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import { fail, pass, discarded } from "./property.ts";
import type { Case, Failure, RunProperty, Verdict } from "./property.ts";
import {
  describeField,
  differingField,
  differingFieldOfRun,
  expectedCounts,
  expectedEvent,
  expectedRunEvent,
  hasMessageOf,
  kindOf,
  orderListOf,
  type ExpectedEvent,
} from "./view/audit-events.ts";
import { endOfRun } from "./view/calls.ts";
import { completedRuns, type RunView } from "./view/run-view.ts";
import { describeRequest } from "./oracle/requests.ts";
import { remediationOf } from "./view/variants.ts";

export const auditEqualsEffects: RunProperty = {
  kind: "run",
  name: "audit-equals-effects",
  statement:
    "The audit trail contains each call's attempt and result, then the run event, under a new id, nothing else.",
  severity: "report",
  checks: [
    "call-without-attempt",
    "call-after-rejected-event",
    "event-while-audit-is-off",
    "wrong-attempt-or-result",
    "wrong-run-event",
    "unreported-audit-failure",
    "run-event-not-tried",
    "event-after-crash",
    "unknown-run-id",
    "duplicate-run-id",
    "wrong-executed-count",
    "wrong-planned-count",
    "wrong-blocked-count",
    "wrong-cancel-count",
    "wrong-flatten-count",
    "wrong-skipped-terminal",
    "wrong-skipped-no-action",
  ],
  requires: ["audit"],
  judge: (observed, failures) => {
    const { scenario, observation } = observed;
    const { auditEvents, portCalls, rejectedAuditEvents } = observation;
    if (!scenario.config.auditEnabled) return judgeDisabled(auditEvents);
    const repeated = judgeUniqueRunIds(observed, failures);
    // The events of two runs with one id are one list, so only what needs no id is judged of them.
    const isApart = (report: ObservedRun) => repeated.size === 0 || !repeated.has(idOf(report));
    const early = portCalls.find((call) => !followsItsAttempt(call, observed, isApart));
    if (early !== undefined) {
      const expected = `the attempt of ${early.request.clientOrderId} in the audit trail`;
      const actual = `${describeRequest(early.request)} without it`;
      const variant = remediationOf(early.request);
      failures.push(fail("call-without-attempt", { run: early.run, expected, actual }, variant));
    }
    for (const view of completedRuns(observed)) {
      judgeCallsAfterRejection(view, failures);
      if (!isApart(view.report)) continue;
      judgeEvents(view, failures);
      judgeRunEvent(view, failures);
      judgeAuditFailure(view, failures);
    }
    judgeCrashedRuns(observed, isApart, failures);
    judgeRunIds(observed, failures);
    if (auditEvents.length > 0) return pass;
    const isDisabled = rejectedAuditEvents.length > 0;
    return discarded(isDisabled ? "the audit sink rejected every event" : "every run was refused");
  },
};

function judgeDisabled([event]: readonly AuditEvent[]): Verdict {
  if (event === undefined) return discarded("the audit trail is disabled");
  const actual = event.event_type;
  return fail("event-while-audit-is-off", { run: null, expected: "no event", actual }, actual);
}

const noIds: ReadonlySet<string | null> = new Set();

/** Returns the ids that several runs have. */
function judgeUniqueRunIds(
  { observation: { runs } }: Case,
  failures: Failure[],
): ReadonlySet<string | null> {
  if (runs.length < 2) return noIds;
  const repeated = new Set<string | null>();
  const ids = new Set<string>();
  for (const [run, report] of runs.entries()) {
    const actual = idOf(report);
    if (actual === null) continue;
    if (ids.has(actual)) {
      failures.push(fail("duplicate-run-id", { run, expected: "a new run id", actual }));
      repeated.add(actual);
    }
    ids.add(actual);
  }
  return repeated;
}

function idOf(report: ObservedRun): string | null {
  return report.mode === "refused" ? null : report.runId;
}

function followsItsAttempt(
  { request, run, auditEventsBefore }: PortCall,
  { observation: { auditEvents, runContexts, runs, ownTrail } }: Case,
  isApart: (report: ObservedRun) => boolean,
): boolean {
  // A file that is read after the run does not show what was in it at the call.
  if (ownTrail !== null) return true;
  let last = auditEvents[auditEventsBefore - 1];
  const report = runs[run];
  if (runContexts[run]?.overlap !== undefined && report !== undefined) {
    if (!isApart(report)) return true;
    // The other run may have written an event since.
    last = auditEvents.slice(0, auditEventsBefore).findLast(({ run_id }) => hasId(report, run_id));
  }
  return (
    last?.event_type === "REMEDIATE_ATTEMPT" &&
    last.kind === kindOf(request) &&
    last.symbol === request.symbol &&
    last.client_order_id === request.clientOrderId &&
    last.order_list === orderListOf(request)
  );
}

/** The trail may accept events again within the run. The attempt of a later call is such an event. */
function judgeCallsAfterRejection(
  { run, portCalls, rejectedAuditEvents }: RunView,
  failures: Failure[],
): void {
  const [first] = rejectedAuditEvents;
  if (first === undefined) return;
  const later = portCalls.find(({ auditEventsBefore: before }) => before > first.auditEventsBefore);
  if (later === undefined) return;
  const expected = `no further call: the trail rejected a ${first.event}`;
  const violation = { run, expected, actual: describeRequest(later.request) };
  failures.push(fail("call-after-rejected-event", violation, first.event));
}

/** After a rejected event only the run event is due, so the accepted events before that must be the first ones. */
function judgeEvents(view: RunView, failures: Failure[]): void {
  const { run, portCalls, auditEvents, rejectedAuditEvents } = view;
  const accepted = auditEvents.length;
  const runEvents = view.ownTrail?.hasRunEvents === false ? 0 : 1;
  let count = Math.max(accepted, portCalls.length * 2 + runEvents);
  if (rejectedAuditEvents.length > 0) {
    count = auditEvents.at(-1)?.event_type === "RECONCILE_RUN" ? accepted - 1 : accepted;
  }
  for (let index = 0; index < count; index += 1) {
    const event = auditEvents[index];
    const required = expectedEvent(view, index);
    const call = portCalls[Math.floor(index / 2)];
    const difference = differenceOf(event, required, call);
    if (difference === null) continue;
    const message = call !== undefined && "message" in call.reply ? call.reply.message : "";
    const expected =
      required === null ? "no further event" : `${JSON.stringify(required)} ${message}`.trimEnd();
    const actual = event === undefined ? "no event" : JSON.stringify(event);
    const variant = `${difference}/${view.report.mode}`;
    failures.push(fail("wrong-attempt-or-result", { run, expected, actual }, variant));
    return;
  }
}

/** The first field that differs, after the type of the event, such as `REMEDIATE_RESULT status`; or null. */
function differenceOf(
  event: AuditEvent | undefined,
  required: ExpectedEvent | null,
  call: PortCall | undefined,
): string | null {
  if (event === undefined) return `missing ${required?.event_type}`;
  if (required === null) return `further ${event.event_type}`;
  const field = differingField(event, required);
  if (field !== null) return `${event.event_type} ${field}`;
  return call === undefined || hasMessageOf(event, call) ? null : `${event.event_type} message`;
}

function judgeRunEvent(view: RunView, failures: Failure[]): void {
  const event = view.auditEvents.at(-1);
  // The file of a bot does not name the figures.
  if (event?.event_type !== "RECONCILE_RUN" || view.ownTrail !== null) return;
  const required = expectedRunEvent(view);
  const field = differingFieldOfRun(event, required);
  if (field !== null) {
    const [expected, actual] = describeField(field, required, event);
    const variant = `RECONCILE_RUN ${field}/${view.report.mode}`;
    failures.push(fail("wrong-run-event", { run: view.run, expected, actual }, variant));
  }
  const { details } = event;
  for (const [name, count] of expectedCounts(view)) {
    if (details[name] === count) continue;
    const check = `wrong-${name.replaceAll("_", "-")}`;
    const violation = { run: view.run, expected: String(count), actual: String(details[name]) };
    failures.push(fail(check, violation, view.report.mode));
  }
}

function judgeAuditFailure(view: RunView, failures: Failure[]): void {
  const { run, report, auditEvents, rejectedAuditEvents } = view;
  const isReported = report.auditFailure !== null;
  // The trail may accept an event again.
  const isTried =
    rejectedAuditEvents.length === 0 ||
    auditEvents.at(-1)?.event_type === "RECONCILE_RUN" ||
    rejectedAuditEvents.some(({ event }) => event === "RECONCILE_RUN");
  if (!isTried) {
    const violation = { run, expected: "its run event, after a rejected one too", actual: "none" };
    failures.push(fail("run-event-not-tried", violation, report.mode));
  }
  if (isReported === rejectedAuditEvents.length > 0) return;
  const expected = isReported ? "no failure: every event was accepted" : "an audit failure";
  const actual = report.auditFailure ?? "no failure";
  const variant = isReported ? "reported without a cause" : "not reported";
  failures.push(fail("unreported-audit-failure", { run, expected, actual }, variant));
}

/** The time of an event shows whether it was written before the crash. */
function judgeCrashedRuns(
  { observation }: Case,
  isApart: (report: ObservedRun) => boolean,
  failures: Failure[],
): void {
  const { runs, runContexts, auditEvents, portCalls, ownTrail } = observation;
  // The time of an event in the file of a bot may be that of its reading.
  if (ownTrail !== null) return;
  for (const [run, report] of runs.entries()) {
    const context = runContexts[run];
    if (report.mode !== "crashed" || context === undefined || !isApart(report)) continue;
    const calls = portCalls.filter((call) => call.run === run);
    const endMs = endOfRun(context, calls);
    const late = auditEvents.find(
      ({ run_id, event_type, ts_ms }) =>
        run_id === report.runId && event_type === "RECONCILE_RUN" && ts_ms !== endMs,
    );
    if (late === undefined) continue;
    const expected = "no event of a run after its crash";
    failures.push(fail("event-after-crash", { run, expected, actual: JSON.stringify(late) }));
    return;
  }
}

function hasId(run: ObservedRun, id: string): boolean {
  return run.mode !== "refused" && run.runId === id;
}

function judgeRunIds({ observation: { runs, auditEvents } }: Case, failures: Failure[]): void {
  const event = auditEvents.find(({ run_id }) => !runs.some((run) => hasId(run, run_id)));
  if (event === undefined) return;
  const expected = "only events of runs that were not refused";
  const violation = { run: null, expected, actual: JSON.stringify(event) };
  failures.push(fail("unknown-run-id", violation, event.event_type));
}
