/**
 * The events of an audit file that a target writes for itself, as events of the audit trail. What the file cannot name
 * is that of the port call to which the event belongs, so that no check fails for it.
 */
import { auditSchemaVersion, type AuditEvent } from "../domain/audit-event.ts";
import type { PlaceMarketOrder, PortCall } from "../domain/port-call.ts";
import type { PositionSide } from "../domain/position.ts";
import type { ObservedRun } from "../domain/run-report.ts";

type Method = PortCall["request"]["method"];

/** A field that is absent is one that the file does not have; null is a value that the line does not have. */
export type WrittenEvent = {
  /** As the bot names its run. */
  readonly runId: string;
  /** In milliseconds since 1970-01-01T00:00:00Z. */
  readonly atMs?: number;
} & (
  | {
      /** The line of a whole run. */
      readonly kind: "run";
    }
  | {
      /** The line before a port call. */
      readonly kind: "attempt";
      /** Of the port call. */
      readonly method: Method;
      /** Of the order or position. */
      readonly symbol: string;
      /** Of the order to cancel, or of the new one. */
      readonly clientOrderId: string;
      /** Of a market order. */
      readonly side?: PlaceMarketOrder["side"] | null;
      /** As a decimal, in units of the base asset. */
      readonly quantity?: string | null;
      /** Of a market order. */
      readonly positionSide?: PositionSide | null;
      /** Of a market order. */
      readonly reduceOnly?: boolean | null;
    }
  | {
      /** The line after a port call. */
      readonly kind: "result";
      /** `unknown`: the outcome is not known. */
      readonly status: "executed" | "failed" | "unknown";
      /** Of the port call. */
      readonly method?: Method;
      /** Of the order or position. */
      readonly symbol?: string;
      /** Of the order. */
      readonly clientOrderId?: string;
      /** The code of a rejection. */
      readonly code?: number | null;
    }
);
type WrittenAttempt = Extract<WrittenEvent, { kind: "attempt" }>;
type WrittenResult = Extract<WrittenEvent, { kind: "result" }>;

/** The run after which the events were read. */
export type LastRun = {
  readonly report: ObservedRun | null;
  readonly calls: readonly PortCall[];
  readonly nowMs: number;
  readonly account: string | undefined;
};

type Attempt = {
  readonly written: WrittenAttempt;
  readonly call: PortCall | undefined;
  readonly sequence: number;
  hasResult: boolean;
};

/** Of one scenario. */
export class OwnTrail {
  readonly #attempts = new Map<string, Attempt[]>();
  readonly #runIds = new Set<string>();
  readonly #matched = new Set<PortCall>();

  /** The id by which the bot names the run, or null where none of the lines has one. */
  runIdOf(written: readonly WrittenEvent[]): string | null {
    // A line that came late has the id of an earlier run.
    const ids = written.map(({ runId }) => runId);
    const own = ids.find((id) => !this.#runIds.has(id)) ?? ids[0] ?? null;
    if (own !== null) this.#runIds.add(own);
    return own;
  }

  complete(written: readonly WrittenEvent[], run: LastRun): readonly AuditEvent[] {
    return written.map((event) => {
      if (event.kind === "attempt") return this.#attempt(event, run);
      return event.kind === "result" ? this.#result(event, run) : runEvent(event, run);
    });
  }

  #attempt(written: WrittenAttempt, run: LastRun): AuditEvent {
    const { method, symbol, clientOrderId } = written;
    const call = run.calls.find((made) => !this.#matched.has(made) && isCallOf(made, written));
    if (call !== undefined) this.#matched.add(call);
    const earlier = this.#attempts.get(written.runId) ?? [];
    const sequence = earlier.length + 1;
    this.#attempts.set(written.runId, [...earlier, { written, call, sequence, hasResult: false }]);
    const order = call?.request.method === "placeMarketOrder" ? call.request : null;
    const { side = order?.side ?? null, quantity = order?.quantity ?? null } = written;
    const { positionSide = order?.positionSide ?? null } = written;
    const { reduceOnly = order?.reduceOnly ?? null } = written;
    const isOrder = method === "placeMarketOrder";
    return {
      ...sharedOf(written, run, call?.atMs),
      event_type: "REMEDIATE_ATTEMPT",
      mode: "live",
      sequence,
      ...intentOf(method, symbol, clientOrderId),
      // Not judged: no file names it.
      mismatch_type: isOrder ? "POSITION_NONZERO_UNEXPECTED" : "ORDER_EXISTS_UNEXPECTED",
      side: isOrder ? side : null,
      quantity: isOrder ? quantity : null,
      position_side: isOrder ? positionSide : null,
      reduce_only: isOrder ? reduceOnly : null,
    };
  }

  #result(written: WrittenResult, run: LastRun): AuditEvent {
    const attempts = this.#attempts.get(written.runId) ?? [];
    const isNamed = ({ written: { clientOrderId } }: Attempt) =>
      written.clientOrderId === undefined || written.clientOrderId === clientOrderId;
    const attempt = attempts.find((one) => !one.hasResult && isNamed(one));
    if (attempt !== undefined) attempt.hasResult = true;
    const { method = "cancelOrder", symbol = "", clientOrderId = "" } = attempt?.written ?? {};
    const reply = attempt?.call?.reply;
    const { code = reply !== undefined && "code" in reply ? reply.code : null } = written;
    const bannedUntilMs = reply?.status === "rejected" ? reply.bannedUntilMs : undefined;
    return {
      ...sharedOf(written, run, attempt?.call?.repliedAtMs),
      event_type: "REMEDIATE_RESULT",
      mode: "live",
      sequence: attempt?.sequence ?? Math.max(1, attempts.length),
      ...intentOf(
        written.method ?? method,
        written.symbol ?? symbol,
        written.clientOrderId ?? clientOrderId,
      ),
      status: written.status,
      error_code: written.status === "executed" ? null : code,
      error_message: reply !== undefined && "message" in reply ? reply.message : null,
      ...(bannedUntilMs !== undefined && { banned_until_ms: bannedUntilMs }),
    };
  }
}

function isCallOf({ request }: PortCall, written: WrittenAttempt): boolean {
  return (
    request.method === written.method &&
    request.symbol === written.symbol &&
    request.clientOrderId === written.clientOrderId
  );
}

function sharedOf({ runId, atMs }: WrittenEvent, run: LastRun, calledAtMs = run.nowMs) {
  return {
    schema_version: auditSchemaVersion,
    ts_ms: atMs ?? calledAtMs,
    run_id: runId,
    ...(run.account !== undefined && { account: run.account }),
  } as const;
}

function intentOf(method: Method, symbol: string, client_order_id: string) {
  const kind = method === "placeMarketOrder" ? ("flatten" as const) : ("cancel" as const);
  const order_list = "conditional" as const;
  return {
    kind,
    symbol,
    client_order_id,
    ...(method === "cancelConditionalOrder" && { order_list }),
  };
}

/** Its figures are not judged: no file names them. */
function runEvent(written: WrittenEvent, run: LastRun): AuditEvent {
  const { report, calls } = run;
  const completed = report?.mode === "live" || report?.mode === "dry_run" ? report : null;
  const startedAtMs = completed?.startedAtMs ?? run.nowMs;
  return {
    ...sharedOf(written, run, calls.at(-1)?.repliedAtMs ?? startedAtMs),
    event_type: "RECONCILE_RUN",
    mode: completed?.mode ?? "live",
    action: completed?.action ?? "none",
    symbols: [],
    mismatch_counts: {
      ORDER_EXISTS_UNEXPECTED: 0,
      ORDER_STATUS_DIVERGENCE: 0,
      ORDER_MISSING_ON_EXCHANGE: 0,
      POSITION_NONZERO_UNEXPECTED: 0,
    },
    status: completed?.status ?? "clean",
    block_reason: completed?.blockReason ?? null,
    details: {
      ts_start: startedAtMs,
      ts_end: startedAtMs,
      duration_ms: 0,
      cancel_count: 0,
      flatten_count: 0,
      executed_count: 0,
      planned_count: 0,
      blocked_count: 0,
      skipped_terminal: 0,
      skipped_no_action: 0,
    },
  };
}
