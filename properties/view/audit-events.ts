/** The audit events that a run must have, as far as port calls, oracle and report determine them. */
import { mismatchTypeSchema } from "../../src/domain/mismatch.ts";
import { auditSymbolsMax, type AuditEvent } from "../../src/domain/audit-event.ts";
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import { matchesExpected } from "../oracle/requests.ts";
import { statusOfReply, type RunView } from "./run-view.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Whether the event has every expected field with an equal value. */
export function hasFields(event: Fields, expected: Fields): boolean {
  for (const name of Object.keys(expected)) {
    if (!isEqual(event[name], expected[name])) return false;
  }
  return true;
}

function isEqual(actual: unknown, expected: unknown): boolean {
  if (actual === expected) return true;
  if (Array.isArray(expected)) return isEqualList(actual, expected);
  return isFields(actual) && isFields(expected) && hasFields(actual, expected);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isEqualList(actual: unknown, expected: readonly unknown[]): boolean {
  return (
    Array.isArray(actual) &&
    actual.length === expected.length &&
    expected.every((item, index) => isEqual(actual[index], item))
  );
}

/**
 * The event at this index, or null past the last one: an attempt and a result for each port call,
 * then the run event. All have the time of the run, because the clock does not move in a run.
 */
export function expectedEvent(view: RunView, index: number): Fields | null {
  const { portCalls, context, report } = view;
  const ts_ms = context.atMs;
  const call = portCalls[Math.floor(index / 2)];
  if (call !== undefined) {
    const sequence = Math.floor(index / 2) + 1;
    return index % 2 === 0
      ? expectedAttempt(ts_ms, sequence, call, view)
      : expectedResult(ts_ms, sequence, call);
  }
  if (index > portCalls.length * 2) return null;
  return { ts_ms, event_type: "RECONCILE_RUN", mode: report.mode };
}

export function kindOf({ method }: PortRequest): "cancel" | "flatten" {
  return method === "cancelOrder" ? "cancel" : "flatten";
}

// Written out: each event of each case is compared, and spreads would take most of the time.
function expectedAttempt(
  ts_ms: number,
  sequence: number,
  { request }: PortCall,
  { expectedMismatches }: RunView,
): Fields {
  const order = request.method === "placeMarketOrder" ? request : null;
  const fields: Record<string, unknown> = {
    ts_ms,
    sequence,
    kind: kindOf(request),
    symbol: request.symbol,
    client_order_id: request.clientOrderId,
    event_type: "REMEDIATE_ATTEMPT",
    side: order?.side ?? null,
    quantity: order?.quantity ?? null,
    position_side: order?.positionSide ?? null,
    reduce_only: order?.reduceOnly ?? null,
  };
  const mismatch = expectedMismatches.find((item) => matchesExpected(request, item));
  // Another property judges a request without a mismatch.
  if (mismatch !== undefined) fields["mismatch_type"] = mismatch.type;
  return fields;
}

function expectedResult(ts_ms: number, sequence: number, { request, reply }: PortCall): Fields {
  return {
    ts_ms,
    sequence,
    kind: kindOf(request),
    symbol: request.symbol,
    client_order_id: request.clientOrderId,
    event_type: "REMEDIATE_RESULT",
    status: statusOfReply[reply.status],
    error_code: "code" in reply ? reply.code : null,
  };
}

/** A bot may add to the message of the exchange, and the audit trail cuts a long message. */
export function hasMessageOf(event: AuditEvent, { reply }: PortCall): boolean {
  if (event.event_type !== "REMEDIATE_RESULT") return true;
  if (!("message" in reply)) return event.error_message === null;
  return event.error_message?.includes(reply.message.slice(0, 100)) === true;
}

const noMismatches: Readonly<Record<string, number>> = Object.fromEntries(
  mismatchTypeSchema.options.map((name) => [name, 0]),
);

// Most runs of a sequence find nothing.
function countsOf(mismatches: readonly ExpectedMismatch[]): Readonly<Record<string, number>> {
  if (mismatches.length === 0) return noMismatches;
  const counts = { ...noMismatches };
  for (const { type } of mismatches) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function symbolsOf(mismatches: readonly ExpectedMismatch[]): readonly string[] {
  if (mismatches.length === 0) return [];
  const symbols = new Set(mismatches.map(({ symbol }) => symbol));
  return [...symbols].toSorted().slice(0, auditSymbolsMax);
}

/** The fields of the run event that name what the run found and how it ended. */
export function expectedRunEvent(view: RunView): Fields {
  const { expectedMismatches, scenario, context, report, reported } = view;
  const { action } = scenario.config;
  const fields: Record<string, unknown> = {
    mismatch_counts: countsOf(expectedMismatches),
    symbols: symbolsOf(expectedMismatches),
    action,
  };
  if (reported.has("status")) {
    fields["status"] = report.status;
    fields["block_reason"] = report.blockReason;
  }
  fields["details"] = { ts_start: context.atMs, ts_end: context.atMs, duration_ms: 0 };
  return fields;
}

/** The counts of the run event that can be compared: those of calls always, others if reported. */
export function expectedDetails(view: RunView): Readonly<Record<string, number>> {
  const { report, portCalls, requests, reported } = view;
  const hasResults = reported.has("results");
  let executed = 0;
  for (const { reply } of portCalls) if (reply.status === "accepted") executed += 1;
  const counts: Record<string, number> = { executed_count: executed };
  if (hasResults) {
    counts["planned_count"] = report.mode === "dry_run" ? requests.length : 0;
    counts["blocked_count"] = report.counts.blocked;
    counts["skipped_terminal"] = report.counts.skippedTerminal;
    counts["skipped_no_action"] = report.counts.skippedNoAction;
  }
  if (hasResults || report.mode === "live") {
    const cancels = requests.filter(({ method }) => method === "cancelOrder").length;
    counts["cancel_count"] = cancels;
    counts["flatten_count"] = requests.length - cancels;
  }
  return counts;
}
