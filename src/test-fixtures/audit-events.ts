/** Audit events for tests: one run of two attempts, and its parts. */
import type {
  AuditEvent,
  ReconcileRunEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";

const common = {
  schema_version: 1,
  ts_ms: 1_704_067_200_000,
  run_id: "run-1",
  mode: "live",
} as const;

const cancel = {
  sequence: 1,
  kind: "cancel",
  symbol: "BTCUSDT",
  client_order_id: "grinder_grid_BTCUSDT_1_1704067100_1",
} as const;

export function attemptEvent(parts: Partial<RemediateAttemptEvent> = {}): RemediateAttemptEvent {
  return {
    ...common,
    ...cancel,
    event_type: "REMEDIATE_ATTEMPT",
    mismatch_type: "ORDER_EXISTS_UNEXPECTED",
    side: null,
    quantity: null,
    position_side: null,
    reduce_only: null,
    ...parts,
  };
}

export function resultEvent(parts: Partial<RemediateResultEvent> = {}): RemediateResultEvent {
  return {
    ...common,
    ...cancel,
    event_type: "REMEDIATE_RESULT",
    status: "executed",
    error_code: null,
    error_message: null,
    ...parts,
  };
}

export function runEvent(
  parts: Partial<Omit<ReconcileRunEvent, "details">> & {
    details?: Partial<ReconcileRunEvent["details"]>;
  } = {},
): ReconcileRunEvent {
  return {
    ...common,
    event_type: "RECONCILE_RUN",
    action: "cancel_all",
    symbols: ["BTCUSDT"],
    mismatch_counts: {
      ORDER_EXISTS_UNEXPECTED: 1,
      ORDER_STATUS_DIVERGENCE: 0,
      ORDER_MISSING_ON_EXCHANGE: 0,
      POSITION_NONZERO_UNEXPECTED: 0,
    },
    status: "executed",
    block_reason: null,
    ...parts,
    details: {
      ts_start: common.ts_ms,
      ts_end: common.ts_ms,
      duration_ms: 0,
      cancel_count: 1,
      flatten_count: 0,
      executed_count: 1,
      planned_count: 0,
      blocked_count: 0,
      skipped_terminal: 0,
      skipped_no_action: 0,
      ...parts.details,
    },
  };
}

/** One live run with one cancel. */
export const completeRun: readonly AuditEvent[] = [attemptEvent(), resultEvent(), runEvent()];
