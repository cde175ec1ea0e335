/**
 * Deep copies of what a target hands over, read once: what it changes later, changes nothing that is judged.
 * Field by field, because a spread takes ten times as long.
 */
import type {
  AuditEvent,
  ReconcileRunEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";
import type { NamedMismatch } from "../domain/mismatch.ts";
import type { CompletedRun, MismatchResult, Outcome, RunReport } from "../domain/run-report.ts";
import type { PlannedRequest } from "../domain/port-call.ts";
import { copyRequest } from "./copies.ts";

/** Throws where the report is no report. */
export function copyReport(report: RunReport): RunReport {
  if (report.mode === "refused") {
    const gateFailures = report.gateFailures.map(({ gate, source, expected, actual }) => {
      return { gate, source, expected, actual };
    });
    return { mode: "refused", gateFailures };
  }
  return {
    mode: report.mode,
    runId: report.runId,
    action: report.action,
    status: report.status,
    blockReason: report.blockReason,
    startedAtMs: report.startedAtMs,
    endedAtMs: report.endedAtMs,
    rejectedParts: report.rejectedParts.map(({ part, reason, detail }) => ({
      part,
      reason,
      detail,
    })),
    results: report.results.map((result) => copyResult(result)),
    counts: copyCounts(report.counts),
    ...(report.absentCounts && { absentCounts: [...report.absentCounts] }),
    auditFailure: report.auditFailure,
  };
}

/** Of the mismatch only its name, which is all that every target reports. */
function copyResult({ mismatch, outcome }: MismatchResult): MismatchResult {
  return { mismatch: copyMismatch(mismatch), outcome: copyOutcome(outcome) };
}

function copyMismatch(mismatch: NamedMismatch): NamedMismatch {
  const { symbol, positionSide } = mismatch;
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") {
    return { type: mismatch.type, symbol, positionSide };
  }
  const { type, clientOrderId, orderList } = mismatch;
  return orderList === undefined
    ? { type, symbol, positionSide, clientOrderId }
    : { type, symbol, positionSide, clientOrderId, orderList };
}

function copyOutcome(outcome: Outcome): Outcome {
  switch (outcome.status) {
    case "planned": {
      const { status, kind, request } = outcome;
      return { status, kind, request: copyPlannedRequest(request) };
    }
    case "executed": {
      const { status, kind, request } = outcome;
      return { status, kind, request: copyRequest(request) };
    }
    case "failed": {
      const { status, kind, request, reason, detail } = outcome;
      return { status, kind, request: copyRequest(request), reason, detail };
    }
    case "unknown": {
      const { status, kind, request, reason, detail } = outcome;
      return { status, kind, request: copyRequest(request), reason, detail };
    }
    case "blocked": {
      const { status, kind, reason, text, detail } = outcome;
      return { status, kind, reason, ...(text !== undefined && { text }), detail };
    }
    default: {
      const { status, detail } = outcome;
      return { status, detail };
    }
  }
}

function copyPlannedRequest(request: PlannedRequest): PlannedRequest {
  if (request.method !== "placeMarketOrder") return copyRequest(request);
  const { method, symbol, clientOrderId, side, quantity, positionSide, reduceOnly } = request;
  return { method, symbol, clientOrderId, side, quantity, positionSide, reduceOnly };
}

function copyCounts(counts: CompletedRun["counts"]): CompletedRun["counts"] {
  const { planned, executed, blocked, failed, unknown, deferred, notRouted } = counts;
  const { skippedTerminal, skippedNoAction } = counts;
  return {
    planned,
    executed,
    blocked,
    failed,
    unknown,
    deferred,
    notRouted,
    skippedTerminal,
    skippedNoAction,
  };
}

export function copyEvent(event: AuditEvent): AuditEvent {
  const copy = copyOfType(event);
  if (event.account !== undefined) copy.account = event.account;
  return copy;
}

function copyOfType(event: AuditEvent): AuditEvent {
  if (event.event_type === "RECONCILE_RUN") return copyRunEvent(event);
  return event.event_type === "REMEDIATE_ATTEMPT" ? copyAttempt(event) : copyAttemptResult(event);
}

function copyRunEvent(event: ReconcileRunEvent): ReconcileRunEvent {
  const { details, mismatch_counts: mismatches } = event;
  return {
    schema_version: event.schema_version,
    ts_ms: event.ts_ms,
    run_id: event.run_id,
    event_type: event.event_type,
    mode: event.mode,
    action: event.action,
    symbols: event.symbols.slice(),
    mismatch_counts: {
      ORDER_EXISTS_UNEXPECTED: mismatches.ORDER_EXISTS_UNEXPECTED,
      ORDER_STATUS_DIVERGENCE: mismatches.ORDER_STATUS_DIVERGENCE,
      ORDER_MISSING_ON_EXCHANGE: mismatches.ORDER_MISSING_ON_EXCHANGE,
      POSITION_NONZERO_UNEXPECTED: mismatches.POSITION_NONZERO_UNEXPECTED,
    },
    status: event.status,
    block_reason: event.block_reason,
    details: {
      ts_start: details.ts_start,
      ts_end: details.ts_end,
      duration_ms: details.duration_ms,
      cancel_count: details.cancel_count,
      flatten_count: details.flatten_count,
      executed_count: details.executed_count,
      planned_count: details.planned_count,
      blocked_count: details.blocked_count,
      skipped_terminal: details.skipped_terminal,
      skipped_no_action: details.skipped_no_action,
    },
  };
}

function copyAttempt(event: RemediateAttemptEvent): RemediateAttemptEvent {
  const copy: RemediateAttemptEvent = {
    schema_version: event.schema_version,
    ts_ms: event.ts_ms,
    run_id: event.run_id,
    event_type: event.event_type,
    mode: event.mode,
    mismatch_type: event.mismatch_type,
    kind: event.kind,
    sequence: event.sequence,
    symbol: event.symbol,
    client_order_id: event.client_order_id,
    side: event.side,
    quantity: event.quantity,
    position_side: event.position_side,
    reduce_only: event.reduce_only,
  };
  if (event.order_list !== undefined) copy.order_list = event.order_list;
  return copy;
}

function copyAttemptResult(event: RemediateResultEvent): RemediateResultEvent {
  const copy: RemediateResultEvent = {
    schema_version: event.schema_version,
    ts_ms: event.ts_ms,
    run_id: event.run_id,
    event_type: event.event_type,
    mode: event.mode,
    kind: event.kind,
    sequence: event.sequence,
    symbol: event.symbol,
    client_order_id: event.client_order_id,
    status: event.status,
    error_code: event.error_code,
    error_message: event.error_message,
  };
  if (event.order_list !== undefined) copy.order_list = event.order_list;
  if (event.banned_until_ms !== undefined) copy.banned_until_ms = event.banned_until_ms;
  return copy;
}
