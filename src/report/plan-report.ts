/** The reports of `plan`. The text has each mismatch with expected, observed and planned remediation. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import type { ObservedPosition, Position } from "../domain/position.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { CompletedRun, MismatchResult, Outcome } from "../domain/run-report.ts";
import type { PortRequest } from "../domain/port-call.ts";
import type { Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import { absolute, signOf } from "../domain/decimal.ts";

export type PlanReport = {
  readonly run: CompletedRun<Mismatch>;
  readonly snapshot: Snapshot;
  readonly expected: ExpectedState;
};

export function renderPlan({ run, snapshot, expected }: PlanReport): string {
  const { orders, positions } = expected;
  const lines = [
    `PLAN, dry-run: nothing was sent. Action: ${run.action}`,
    `  expected:   ${counted(orders.length, "order")}, ${counted(positions.length, "position")}`,
    `  orders:     ${describePart(snapshot.orders)}`,
    `  positions:  ${describePart(snapshot.positions)}`,
    ...run.rejectedParts.map(
      ({ part, reason, detail }) =>
        `  NOT USED:   ${part}: ${reason}: ${detail}; no mismatch is derived from it`,
    ),
    ...run.results.flatMap((result, index) => ["", ...renderResult(result, index + 1)]),
    "",
    describeTotals(run),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function describePart(part: SnapshotPart<unknown>): string {
  const at = new Date(part.takenAtMs).toISOString();
  return part.status === "ok" ? `${part.items.length} observed, captured ${at}` : part.error;
}

function renderResult({ mismatch, outcome }: MismatchResult<Mismatch>, number: number): string[] {
  return [
    `${number}. ${mismatch.type}  ${mismatch.symbol}${describeName(mismatch)}`,
    `     expected:  ${describeExpected(mismatch)}`,
    `     observed:  ${describeObserved(mismatch)}`,
    `     ${describeOutcome(outcome)}`,
  ];
}

function describeName(mismatch: Mismatch): string {
  const leg = mismatch.positionSide === "BOTH" ? "" : ` ${mismatch.positionSide}`;
  return "clientOrderId" in mismatch ? `${leg}  ${mismatch.clientOrderId}` : leg;
}

function describeExpected(mismatch: Mismatch): string {
  if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") {
    return mismatch.expected === null ? "no such order" : describeOrder(mismatch.expected);
  }
  if (mismatch.expected === null) return "flat: the symbol is managed and has no entry";
  return describePosition(mismatch.expected);
}

function describeObserved(mismatch: Mismatch): string {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") {
    const { markPrice } = mismatch.observed;
    return `${describePosition(mismatch.observed)}, mark price ${markPrice ?? "unknown"}`;
  }
  if (mismatch.observed === null) return "no such order";
  const { orderId, filledQuantity, reduceOnly, statusWord } = mismatch.observed;
  const word = statusWord === undefined ? "" : `, the exchange says "${statusWord}"`;
  const reduce = reduceOnly ? ", reduce-only" : "";
  return `${describeOrder(mismatch.observed)}, filled ${filledQuantity}${reduce}, order id ${orderId}${word}`;
}

function describeOrder(order: ExpectedOrder | ObservedOrder): string {
  return `${order.status} ${order.side} ${order.quantity} at ${order.price}`;
}

function describePosition({ quantity }: Position | ObservedPosition): string {
  const sign = signOf(quantity);
  if (sign === 0) return "flat";
  return `${sign === 1 ? "long" : "short"} ${absolute(quantity)}`;
}

function describeOutcome(outcome: Outcome): string {
  if (outcome.status === "planned") return `would do:  ${describeRequest(outcome.request)}`;
  const reason = "reason" in outcome ? `, ${outcome.reason}` : "";
  const detail = "detail" in outcome ? `: ${outcome.detail}` : "";
  return `would do:  nothing, ${outcome.status.replaceAll("_", " ")}${reason}${detail}`;
}

function describeRequest(request: PortRequest): string {
  if (request.method === "cancelOrder") return `cancel ${request.clientOrderId}`;
  const { side, quantity, positionSide } = request;
  const how = positionSide === null ? "reduce-only" : `on the ${positionSide} leg`;
  return `flatten, ${side} ${quantity} at market, ${how}`;
}

function describeTotals({ results, counts, rejectedParts }: CompletedRun<Mismatch>): string {
  if (results.length === 0) {
    return rejectedParts.length === 0
      ? "No mismatch: expected state and snapshot agree."
      : "INCONCLUSIVE  no mismatch in the part that could be used";
  }
  return (
    `${counted(results.length, "mismatch", "mismatches")}: ${counts.planned} planned, ${counts.blocked} blocked, ` +
    `${counts.deferred} deferred, ${counts.notRouted} not routed by the action, ` +
    `${counts.skippedTerminal} already ended, ${counts.skippedNoAction} with nothing to act on.`
  );
}

/** One JSON object, for scripts. */
export function renderPlanJson({ run, snapshot }: PlanReport): string {
  const { mode, action, status, blockReason, rejectedParts, counts, results } = run;
  const { orders, positions } = snapshot;
  const report = {
    mode,
    action,
    status,
    blockReason,
    snapshot: { orders: summarizePart(orders), positions: summarizePart(positions) },
    rejectedParts,
    counts,
    mismatches: results.map(({ mismatch, outcome }) => ({ ...mismatch, outcome })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function summarizePart(part: SnapshotPart<unknown>) {
  const { status, takenAtMs } = part;
  const content = part.status === "ok" ? { count: part.items.length } : { error: part.error };
  return { status, takenAtMs, ...content };
}
