/** One run's lines in the audit trail. Each method answers null, or why the line was not taken. */
import { auditSchemaVersion, auditSymbolsMax } from "../domain/audit-event.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { MismatchType } from "../domain/mismatch.ts";
import type { PortReply } from "../domain/port-call.ts";
import type { CompletedRun, RemediationKind } from "../domain/run-report.ts";
import type { Intent } from "./plan.ts";
import type { World } from "./world.ts";

export type RunTrail = {
  readonly attempt: (intent: Intent, sequence: number) => string | null;
  readonly result: (intent: Intent, sequence: number, reply: PortReply) => string | null;
  readonly run: (report: Omit<CompletedRun, "auditFailure">) => string | null;
  /** The first reason for which a line was not taken, or null. */
  readonly failure: () => string | null;
};

const resultStatus = { accepted: "executed", rejected: "failed", unknown: "unknown" } as const;

/** A trail that is switched off takes every line and writes none. */
export function openRunTrail(world: World, runId: string, enabled: boolean): RunTrail {
  let failure: string | null = null;
  const append = (event: AuditEvent): string | null => {
    if (!enabled) return null;
    const refused = world.audit.append(event);
    failure ??= refused;
    return refused;
  };
  const head = () =>
    ({ schema_version: auditSchemaVersion, ts_ms: world.nowMs(), run_id: runId }) as const;
  return {
    attempt: (intent, sequence) =>
      append({
        ...head(),
        event_type: "REMEDIATE_ATTEMPT",
        mode: "live",
        mismatch_type: intent.mismatch.type,
        ...describeIntent(intent, sequence),
        ...describeOrder(intent),
      }),
    result: (intent, sequence, reply) =>
      append({
        ...head(),
        event_type: "REMEDIATE_RESULT",
        mode: "live",
        ...describeIntent(intent, sequence),
        status: resultStatus[reply.status],
        error_code: reply.status === "accepted" ? null : reply.code,
        error_message: reply.status === "accepted" ? null : reply.message,
      }),
    run: (report) => append({ ...head(), ...describeRun(report) }),
    failure: () => failure,
  };
}

function describeIntent({ kind, request }: Intent, sequence: number) {
  return { kind, sequence, symbol: request.symbol, client_order_id: request.clientOrderId };
}

function describeOrder({ request }: Intent) {
  if (request.method === "cancelOrder") {
    return { side: null, quantity: null, position_side: null, reduce_only: null };
  }
  const { side, quantity, positionSide, reduceOnly } = request;
  return { side, quantity, position_side: positionSide, reduce_only: reduceOnly };
}

function describeRun(report: Omit<CompletedRun, "auditFailure">) {
  const symbols = new Set(report.results.map(({ mismatch }) => mismatch.symbol));
  const { counts, startedAtMs, endedAtMs } = report;
  return {
    event_type: "RECONCILE_RUN",
    mode: report.mode,
    action: report.action,
    symbols: [...symbols].toSorted().slice(0, auditSymbolsMax),
    mismatch_counts: countTypes(report),
    status: report.status,
    block_reason: report.blockReason,
    details: {
      ts_start: startedAtMs,
      ts_end: endedAtMs,
      duration_ms: endedAtMs - startedAtMs,
      cancel_count: countKind(report, "cancel"),
      flatten_count: countKind(report, "flatten"),
      executed_count: counts.executed,
      planned_count: counts.planned,
      blocked_count: counts.blocked,
      skipped_terminal: counts.skippedTerminal,
      skipped_no_action: counts.skippedNoAction,
    },
  } as const;
}

function countTypes({ results }: Pick<CompletedRun, "results">): Record<MismatchType, number> {
  const counts = {
    ORDER_EXISTS_UNEXPECTED: 0,
    ORDER_STATUS_DIVERGENCE: 0,
    ORDER_MISSING_ON_EXCHANGE: 0,
    POSITION_NONZERO_UNEXPECTED: 0,
  };
  for (const { mismatch } of results) counts[mismatch.type] += 1;
  return counts;
}

function countKind({ results }: Pick<CompletedRun, "results">, kind: RemediationKind): number {
  return results.filter(
    ({ outcome }) => "kind" in outcome && outcome.kind === kind && outcome.status !== "blocked",
  ).length;
}
