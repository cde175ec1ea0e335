/** The audit events that a run must have, as far as port calls, oracle and report determine them. */
import {
  auditSymbolsMax,
  type AuditEvent,
  type ReconcileRunEvent,
  type RemediateAttemptEvent,
  type RemediateResultEvent,
} from "../../src/domain/audit-event.ts";
import { mismatchTypeSchema, type MismatchType } from "../../src/domain/mismatch.ts";
import type { PortCall, PlannedRequest } from "../../src/domain/port-call.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import { banEndOf } from "../oracle/ban.ts";
import { matchesExpected } from "../oracle/requests.ts";
import { endOfRun } from "./calls.ts";
import { statusOfReply, type RunView } from "./run-view.ts";

/** What one event must have, apart from schema version, run id and the mode of a call. */
export type ExpectedEvent = ExpectedAttempt | ExpectedResult | ExpectedRun;

type Intent = Pick<
  RemediateResultEvent,
  "ts_ms" | "sequence" | "kind" | "symbol" | "client_order_id"
> & { readonly order_list: "conditional" | undefined };

type ExpectedAttempt = Intent &
  Pick<
    RemediateAttemptEvent,
    "event_type" | "side" | "quantity" | "position_side" | "reduce_only"
  > & {
    /** None for a request without a mismatch, which another property judges, and in the file of a bot. */
    mismatch_type?: MismatchType;
  };

type ExpectedResult = Intent &
  Pick<RemediateResultEvent, "event_type" | "error_code"> & {
    /** Null for a refused call, which was not sent. */
    readonly status: RemediateResultEvent["status"] | null;
    banned_until_ms?: RemediateResultEvent["banned_until_ms"];
  };

type ExpectedRun = Pick<ReconcileRunEvent, "ts_ms" | "event_type" | "mode">;

/** The first field that differs from the expected one, or null. */
export function differingField(event: AuditEvent, expected: ExpectedEvent): string | null {
  if (event.ts_ms !== expected.ts_ms) return "ts_ms";
  if (expected.event_type === "RECONCILE_RUN") {
    if (event.event_type !== "RECONCILE_RUN") return "event_type";
    return event.mode === expected.mode ? null : "mode";
  }
  if (event.event_type === "RECONCILE_RUN") return "event_type";
  if (event.sequence !== expected.sequence) return "sequence";
  if (event.kind !== expected.kind) return "kind";
  if (event.symbol !== expected.symbol) return "symbol";
  if (event.client_order_id !== expected.client_order_id) return "client_order_id";
  if (event.order_list !== expected.order_list) return "order_list";
  return expected.event_type === "REMEDIATE_ATTEMPT"
    ? differingFieldOfAttempt(event, expected)
    : differingFieldOfResult(event, expected);
}

// Written out: each event of each case is compared, and a loop over names takes ten times as long.
function differingFieldOfAttempt(event: AuditEvent, expected: ExpectedAttempt): string | null {
  if (event.event_type !== "REMEDIATE_ATTEMPT") return "event_type";
  if (event.side !== expected.side) return "side";
  if (event.quantity !== expected.quantity) return "quantity";
  if (event.position_side !== expected.position_side) return "position_side";
  if (event.reduce_only !== expected.reduce_only) return "reduce_only";
  const { mismatch_type: type = event.mismatch_type } = expected;
  return event.mismatch_type === type ? null : "mismatch_type";
}

function differingFieldOfResult(event: AuditEvent, expected: ExpectedResult): string | null {
  if (event.event_type !== "REMEDIATE_RESULT") return "event_type";
  if (event.status !== expected.status) return "status";
  if (event.error_code !== expected.error_code) return "error_code";
  return event.banned_until_ms === expected.banned_until_ms ? null : "banned_until_ms";
}

/**
 * The event at this index, or null past the last one: an attempt and a result for each port call,
 * then the run event. A result has the time of its reply.
 */
export function expectedEvent(view: RunView, index: number): ExpectedEvent | null {
  const { portCalls, context, report, ownTrail } = view;
  const call = portCalls[Math.floor(index / 2)];
  if (call !== undefined) {
    const sequence = Math.floor(index / 2) + 1;
    return index % 2 === 0 ? expectedAttempt(sequence, call, view) : expectedResult(sequence, call);
  }
  if (index > portCalls.length * 2 || ownTrail?.hasRunEvents === false) return null;
  const ts_ms = endOfRun(context, portCalls);
  return { ts_ms, event_type: "RECONCILE_RUN", mode: report.mode };
}

export function kindOf({ method }: PlannedRequest): "cancel" | "flatten" {
  return method === "placeMarketOrder" ? "flatten" : "cancel";
}

/** Only the cancel of a conditional order names its list. */
export function orderListOf({ method }: PlannedRequest): "conditional" | undefined {
  return method === "cancelConditionalOrder" ? "conditional" : undefined;
}

function expectedAttempt(
  sequence: number,
  { request, atMs: ts_ms }: PortCall,
  { expectedMismatches, scenario, ownTrail }: RunView,
): ExpectedAttempt {
  const order = request.method === "placeMarketOrder" ? request : null;
  // The file of a bot does not name it.
  const type =
    ownTrail === null
      ? expectedMismatches.find((item) => matchesExpected(request, item, scenario))?.type
      : undefined;
  const expected: ExpectedAttempt = {
    ts_ms,
    sequence,
    kind: kindOf(request),
    symbol: request.symbol,
    client_order_id: request.clientOrderId,
    order_list: orderListOf(request),
    event_type: "REMEDIATE_ATTEMPT",
    side: order?.side ?? null,
    quantity: order?.quantity ?? null,
    position_side: order?.positionSide ?? null,
    reduce_only: order?.reduceOnly ?? null,
  };
  if (type !== undefined) expected.mismatch_type = type;
  return expected;
}

function expectedResult(
  sequence: number,
  { request, reply, repliedAtMs: ts_ms }: PortCall,
): ExpectedResult {
  const expected: ExpectedResult = {
    ts_ms,
    sequence,
    kind: kindOf(request),
    symbol: request.symbol,
    client_order_id: request.clientOrderId,
    order_list: orderListOf(request),
    event_type: "REMEDIATE_RESULT",
    status: statusOfReply[reply.status],
    error_code: "code" in reply ? reply.code : null,
  };
  if (banEndOf(reply) > 0) expected.banned_until_ms = banEndOf(reply);
  return expected;
}

/** A bot may add to the message of the exchange, and the audit trail cuts a long message. */
export function hasMessageOf(event: AuditEvent, { reply }: PortCall): boolean {
  if (event.event_type !== "REMEDIATE_RESULT") return true;
  if (!("message" in reply)) return event.error_message === null;
  // The target stopped waiting, or its connection broke: no message came from the exchange.
  if (reply.message === "" || (reply.status === "unknown" && reply.code === null)) return true;
  return event.error_message?.includes(reply.message.slice(0, 100)) === true;
}

/** The fields of the run event that name what the run found and how it ended. */
export type ExpectedRunEvent = Pick<ReconcileRunEvent, "mismatch_counts" | "symbols" | "action"> & {
  status?: ReconcileRunEvent["status"];
  block_reason?: ReconcileRunEvent["block_reason"];
  readonly details: Pick<ReconcileRunEvent["details"], "ts_start" | "ts_end" | "duration_ms">;
};

/** Status and reason are expected of a target that reports them. */
export function expectedRunEvent(view: RunView): ExpectedRunEvent {
  const { expectedMismatches, scenario, context, report, reported, portCalls } = view;
  const [ts_start, ts_end] = [context.atMs, endOfRun(context, portCalls)];
  const expected: ExpectedRunEvent = {
    mismatch_counts: countsOf(expectedMismatches),
    symbols: symbolsOf(expectedMismatches),
    action: scenario.config.action,
    details: { ts_start, ts_end, duration_ms: ts_end - ts_start },
  };
  if (!reported.has("status")) return expected;
  expected.status = report.status;
  expected.block_reason = report.blockReason;
  return expected;
}

/** The first field that differs from the expected one, or null. */
export function differingFieldOfRun(
  event: ReconcileRunEvent,
  expected: ExpectedRunEvent,
): keyof ExpectedRunEvent | null {
  for (const type of mismatchTypeSchema.options) {
    if (event.mismatch_counts[type] !== expected.mismatch_counts[type]) return "mismatch_counts";
  }
  const { symbols, details } = expected;
  if (
    event.symbols.length !== symbols.length ||
    event.symbols.some((symbol, at) => symbol !== symbols[at])
  ) {
    return "symbols";
  }
  if (event.action !== expected.action) return "action";
  const { status = event.status, block_reason = event.block_reason } = expected;
  if (event.status !== status) return "status";
  if (event.block_reason !== block_reason) return "block_reason";
  const { ts_start, ts_end, duration_ms } = event.details;
  return ts_start === details.ts_start &&
    ts_end === details.ts_end &&
    duration_ms === details.duration_ms
    ? null
    : "details";
}

/** The field in both, such as `mismatch_counts ORDER_EXISTS_UNEXPECTED 2`: of an object only what differs. */
export function describeField(
  field: keyof ExpectedRunEvent,
  expected: ExpectedRunEvent,
  event: ReconcileRunEvent,
): readonly [string, string] {
  const [one, other] = [entriesOf(expected[field]), entriesOf(event[field])];
  const differing = one.filter(([name, value]) =>
    other.some(([otherName, found]) => name === otherName && value !== found),
  );
  const names = differing.map(([name]) => name);
  const describe = (entries: typeof one) =>
    entries
      .filter(([name]) => names.includes(name))
      .map(([name, value]) => `${field} ${name}`.trimEnd().concat(` ${value}`))
      .join(", ");
  return [describe(one), describe(other)];
}

/** The values of an object as JSON, by name; another value has no name. */
function entriesOf(value: ExpectedRunEvent[keyof ExpectedRunEvent]): (readonly [string, string])[] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const entries = isObject ? Object.entries(value) : [["", value] as const];
  return entries.map(([name, one]) => [name, JSON.stringify(one)]);
}

function countsOf(mismatches: readonly ExpectedMismatch[]): Record<MismatchType, number> {
  const counts = {
    ORDER_EXISTS_UNEXPECTED: 0,
    ORDER_STATUS_DIVERGENCE: 0,
    ORDER_MISSING_ON_EXCHANGE: 0,
    POSITION_NONZERO_UNEXPECTED: 0,
  };
  for (const { type } of mismatches) counts[type] += 1;
  return counts;
}

function symbolsOf(mismatches: readonly ExpectedMismatch[]): readonly string[] {
  if (mismatches.length === 0) return [];
  const symbols = new Set(mismatches.map(({ symbol }) => symbol));
  return [...symbols].toSorted().slice(0, auditSymbolsMax);
}

export type CountName = Exclude<
  keyof ReconcileRunEvent["details"],
  "ts_start" | "ts_end" | "duration_ms"
>;

/** The counts of the run event that can be compared: those of calls always, others if reported. */
export function expectedCounts(view: RunView): readonly (readonly [CountName, number])[] {
  const { report, portCalls, requests, reported } = view;
  const hasResults = reported.has("results");
  let executed = 0;
  for (const { reply } of portCalls) if (reply.status === "accepted") executed += 1;
  const counts: [CountName, number][] = [["executed_count", executed]];
  if (hasResults) {
    const { blocked, skippedTerminal, skippedNoAction } = report.counts;
    counts.push(
      ["planned_count", report.mode === "dry_run" ? requests.length : 0],
      ["blocked_count", blocked],
      ["skipped_terminal", skippedTerminal],
      ["skipped_no_action", skippedNoAction],
    );
  }
  if (hasResults || report.mode === "live") {
    let cancels = 0;
    for (const request of requests) if (kindOf(request) === "cancel") cancels += 1;
    counts.push(["cancel_count", cancels], ["flatten_count", requests.length - cancels]);
  }
  return counts;
}
