/** The reports of `plan`. The text has each mismatch with expected, observed and planned remediation. */
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { CompletedRun, MismatchResult, Outcome } from "../domain/run-report.ts";
import type { PlannedRequest } from "../domain/port-call.ts";
import type { SnapshotPart } from "../domain/snapshot.ts";
import type { Verdict } from "../domain/verdict.ts";
import {
  describeQuantity,
  noteDifferences,
  type Difference,
  type PlanData,
} from "./noted-differences.ts";

import { renderDocument, renderVerdict } from "./verdict.ts";

export type PlanReport = PlanData & {
  /** The problem of each row that could not be read and is not needed. */
  readonly unread: readonly string[];
};

/** Inconclusive where a part was not used. */
export function verdictOf({ run }: PlanReport): Verdict {
  return run.rejectedParts.length === 0 ? "pass" : "inconclusive";
}

/** The totals alone, and the parts that were not used. */
export function renderPlanQuietly(report: PlanReport): string {
  const { run } = report;
  const unused = run.rejectedParts.map(({ part, reason }) => `${part}: ${reason}`);
  const totals = describeTotals(run, noteDifferences(report).length);
  return renderVerdict(verdictOf(report), totals, unused);
}

export function renderPlan(report: PlanReport): string {
  const { run, snapshot, expected, unread } = report;
  const { orders, positions } = expected;
  const differences = noteDifferences(report);
  const lines = [
    `PLAN, dry-run: nothing was sent. Action: ${run.action}`,
    `  expected:   ${counted(orders.length, "order")}, ${counted(positions.length, "position")}${describeConditionals(expected)}`,
    `  orders:     ${describePart(snapshot.orders)}`,
    `  positions:  ${describePart(snapshot.positions)}`,
    snapshot.conditionalOrders === undefined
      ? "  not read:   conditional orders (GET /fapi/v1/openAlgoOrders)"
      : `  conditional: ${describePart(snapshot.conditionalOrders)}`,
    ...unread.map((problem) => `  not read:   a row that the plan does not need: ${problem}`),
    ...run.rejectedParts.map(
      ({ part, reason, detail }) =>
        `  NOT USED:   ${part}: ${reason}: ${detail}; no mismatch is derived from it`,
    ),
    ...run.results.flatMap((result, index) => ["", ...renderResult(result, index + 1)]),
    ...(differences.length === 0 ? [] : ["", "Differences noted, no action:"]),
    ...differences.map(describeDifference),
    "",
    `${isUnread(run) ? "INCONCLUSIVE  " : ""}${describeTotals(run, differences.length)}`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function describeConditionals({ conditionalOrders }: ExpectedState): string {
  return conditionalOrders === undefined
    ? ""
    : `, ${counted(conditionalOrders.length, "conditional order")}`;
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
  if (!("clientOrderId" in mismatch)) return leg;
  const list = mismatch.orderList === undefined ? "" : `${mismatch.orderList} `;
  return `${leg}  ${list}${mismatch.clientOrderId}`;
}

function describeExpected(mismatch: Mismatch): string {
  if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") {
    return mismatch.expected === null ? "no such order" : describeOrder(mismatch.expected);
  }
  if (mismatch.expected === null) return "flat: the symbol is managed and has no entry";
  return describeQuantity(mismatch.expected.quantity);
}

function describeObserved(mismatch: Mismatch): string {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") {
    const { markPrice } = mismatch.observed;
    return `${describeQuantity(mismatch.observed.quantity)}, mark price ${markPrice ?? "unknown"}`;
  }
  if (mismatch.observed === null) return "no such order";
  if (mismatch.orderList !== undefined) return describeConditional(mismatch.observed);
  const { orderId, filledQuantity, reduceOnly, statusWord } = mismatch.observed;
  const word = statusWord === undefined ? "" : `, at the exchange "${statusWord}"`;
  const reduce = reduceOnly ? ", reduce-only" : "";
  return `${describeOrder(mismatch.observed)}, filled ${filledQuantity}${reduce}, order id ${orderId}${word}`;
}

function describeConditional(order: ObservedConditionalOrder): string {
  const { orderId, reduceOnly, statusWord } = order;
  const word = statusWord === undefined ? "" : `, at the exchange "${statusWord}"`;
  const reduce = reduceOnly ? ", reduce-only" : "";
  return `${describeOrder(order)}${reduce}, algo id ${orderId}${word}`;
}

type AnyOrder = ExpectedOrder | ObservedOrder | ExpectedConditionalOrder | ObservedConditionalOrder;

function describeOrder(order: AnyOrder): string {
  const { status, side } = order;
  if (!("triggerPrice" in order)) return `${status} ${side} ${order.quantity} at ${order.price}`;
  const size = order.quantity ?? "the whole position";
  return `conditional, ${status} ${side} ${size}, trigger price ${order.triggerPrice}`;
}

function describeOutcome(outcome: Outcome): string {
  if (outcome.status === "planned") return `would do:  ${describeRequest(outcome.request)}`;
  const reason = "reason" in outcome ? `, ${outcome.reason}` : "";
  const detail = "detail" in outcome ? `: ${outcome.detail}` : "";
  return `would do:  nothing, ${outcome.status.replaceAll("_", " ")}${reason}${detail}`;
}

function describeRequest(request: PlannedRequest): string {
  if (request.method === "cancelOrder") return `cancel ${request.clientOrderId}`;
  if (request.method === "cancelConditionalOrder") {
    return `cancel conditional ${request.clientOrderId}`;
  }
  const { side, quantity, positionSide } = request;
  const how = positionSide === null ? "reduce-only" : `on the ${positionSide} leg`;
  return `flatten, ${side} ${quantity} at market, ${how}`;
}

function describeDifference({ positionSide, ...difference }: Difference): string {
  const { symbol, clientOrderId, field, expected, observed } = difference;
  const leg = positionSide === "BOTH" ? "" : ` ${positionSide}`;
  const id = clientOrderId === null ? "" : `  ${clientOrderId}`;
  const compared = expected === null ? "" : `expected ${expected}, `;
  return `  ${symbol}${leg}${id}  ${field}: ${compared}observed ${observed}`;
}

/** Without a mismatch, but also without a part that could have one. */
function isUnread({ results, rejectedParts }: CompletedRun<Mismatch>): boolean {
  return results.length === 0 && rejectedParts.length > 0;
}

function describeTotals(run: CompletedRun<Mismatch>, differences: number): string {
  const { results, counts } = run;
  if (results.length === 0) {
    if (isUnread(run)) return "no mismatch in the part that could be used";
    return differences === 0
      ? "No mismatch, and no other difference in what was read."
      : `No mismatch, and ${counted(differences, "difference")} without an action.`;
  }
  return (
    `${counted(results.length, "mismatch", "mismatches")}: ${counts.planned} planned, ${counts.blocked} blocked, ` +
    `${counts.deferred} deferred, ${counts.notRouted} not routed by the action, ` +
    `${counts.skippedTerminal} already ended, ${counts.skippedNoAction} with nothing to act on.`
  );
}

/** One JSON object, for scripts. */
export function renderPlanJson(data: PlanReport): string {
  const { mode, action, status, blockReason, rejectedParts, counts, results } = data.run;
  const { orders, positions, conditionalOrders } = data.snapshot;
  const report = {
    mode,
    action,
    status,
    blockReason,
    snapshot: {
      orders: summarizePart(orders),
      positions: summarizePart(positions),
      ...(conditionalOrders && { conditionalOrders: summarizePart(conditionalOrders) }),
    },
    rejectedParts,
    counts,
    mismatches: results.map(({ mismatch, outcome }) => ({ ...mismatch, outcome })),
    differences: noteDifferences(data),
    notRead: { conditionalOrders: conditionalOrders === undefined, rows: data.unread },
  };
  return renderDocument("plan", verdictOf(data), report);
}

function summarizePart(part: SnapshotPart<unknown>) {
  const { status, takenAtMs } = part;
  const content = part.status === "ok" ? { count: part.items.length } : { error: part.error };
  return { status, takenAtMs, ...content };
}
