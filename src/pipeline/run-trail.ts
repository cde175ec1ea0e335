/** The audit events of one run. Each method returns null, or why the sink rejected the event. */
import {
  auditSchemaVersion,
  auditSymbolsMax,
  type AuditEvent,
  type RemediateAttemptEvent,
  type RemediateResultEvent,
} from "../domain/audit-event.ts";
import type { PortReply } from "../domain/port-call.ts";
import type { CompletedRun } from "../domain/run-report.ts";
import type { Intent } from "./plan.ts";
import type { RunServices } from "./services.ts";

const resultStatus = { accepted: "executed", rejected: "failed", unknown: "unknown" } as const;

/** A disabled trail writes nothing and rejects nothing. */
export class RunTrail {
  /** Why the first rejected event was rejected, or null. */
  failure: string | null = null;
  readonly #services: RunServices;
  readonly #runId: string;
  readonly #enabled: boolean;
  readonly #account: string | undefined;

  constructor(services: RunServices, runId: string, enabled: boolean, account?: string) {
    this.#services = services;
    this.#runId = runId;
    this.#enabled = enabled;
    this.#account = account;
  }

  // Events are written field by field: with a shared part and spreads, a campaign took a fifth longer.
  attempt(intent: Intent, sequence: number): string | null {
    if (!this.#enabled) return null;
    const { kind, mismatch, request } = intent;
    const order = request.method === "placeMarketOrder" ? request : null;
    const event: RemediateAttemptEvent = {
      schema_version: auditSchemaVersion,
      ts_ms: this.#services.nowMs(),
      run_id: this.#runId,
      event_type: "REMEDIATE_ATTEMPT",
      mode: "live",
      mismatch_type: mismatch.type,
      kind,
      sequence,
      symbol: request.symbol,
      client_order_id: request.clientOrderId,
      side: order?.side ?? null,
      quantity: order?.quantity ?? null,
      position_side: order?.positionSide ?? null,
      reduce_only: order?.reduceOnly ?? null,
    };
    if (request.method === "cancelConditionalOrder") event.order_list = "conditional";
    return this.#append(event);
  }

  result(intent: Intent, sequence: number, reply: PortReply): string | null {
    if (!this.#enabled) return null;
    const { kind, request } = intent;
    const event: RemediateResultEvent = {
      schema_version: auditSchemaVersion,
      ts_ms: this.#services.nowMs(),
      run_id: this.#runId,
      event_type: "REMEDIATE_RESULT",
      mode: "live",
      kind,
      sequence,
      symbol: request.symbol,
      client_order_id: request.clientOrderId,
      status: resultStatus[reply.status],
      error_code: reply.status === "accepted" ? null : reply.code,
      error_message: reply.status === "accepted" ? null : reply.message,
    };
    if (request.method === "cancelConditionalOrder") event.order_list = "conditional";
    // The next process must know the ban.
    if (reply.status === "rejected" && reply.bannedUntilMs !== undefined) {
      event.banned_until_ms = reply.bannedUntilMs;
    }
    return this.#append(event);
  }

  run(report: Omit<CompletedRun, "auditFailure">): string | null {
    if (!this.#enabled) return null;
    const { counts, startedAtMs, endedAtMs } = report;
    const { symbols, mismatches, remediations } = countMismatches(report.results);
    return this.#append({
      schema_version: auditSchemaVersion,
      ts_ms: this.#services.nowMs(),
      run_id: this.#runId,
      event_type: "RECONCILE_RUN",
      mode: report.mode,
      action: report.action,
      symbols: firstSymbols(symbols),
      mismatch_counts: mismatches,
      status: report.status,
      block_reason: report.blockReason,
      details: {
        ts_start: startedAtMs,
        ts_end: endedAtMs,
        duration_ms: endedAtMs - startedAtMs,
        cancel_count: remediations.cancel,
        flatten_count: remediations.flatten,
        executed_count: counts.executed,
        planned_count: counts.planned,
        blocked_count: counts.blocked,
        skipped_terminal: counts.skippedTerminal,
        skipped_no_action: counts.skippedNoAction,
      },
    });
  }

  #append(event: AuditEvent): string | null {
    // A trail of two accounts is read by account.
    if (this.#account !== undefined) event.account = this.#account;
    const rejection = this.#services.audit.append(event);
    this.failure ??= rejection;
    return rejection;
  }
}

/** Sorted, and at most as many as an event may have. Most runs have one symbol or none. */
function firstSymbols(symbols: ReadonlySet<string>): readonly string[] {
  return symbols.size < 2 ? [...symbols] : [...symbols].toSorted().slice(0, auditSymbolsMax);
}

/** Symbols, mismatches by type, and remediations by kind: those planned or sent. */
function countMismatches(results: CompletedRun["results"]) {
  const symbols = new Set<string>();
  const remediations = { cancel: 0, flatten: 0 };
  const mismatches = {
    ORDER_EXISTS_UNEXPECTED: 0,
    ORDER_STATUS_DIVERGENCE: 0,
    ORDER_MISSING_ON_EXCHANGE: 0,
    POSITION_NONZERO_UNEXPECTED: 0,
  };
  let before: CompletedRun["results"][number]["mismatch"] | null = null;
  for (const { mismatch, outcome } of results) {
    symbols.add(mismatch.symbol);
    // A close that is split has one result for each part.
    if (mismatch !== before) mismatches[mismatch.type] += 1;
    before = mismatch;
    if ("request" in outcome) remediations[outcome.kind] += 1;
  }
  return { symbols, mismatches, remediations };
}
