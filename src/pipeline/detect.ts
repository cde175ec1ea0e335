/** Compares the expected state with the usable parts of a snapshot. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { Config } from "../domain/config.ts";
import { signOf, type Decimal } from "../domain/decimal.ts";
import { inProcessingOrder } from "../domain/mismatch.ts";
import type { Mismatch, OrderMismatch, PositionMismatch } from "../domain/mismatch.ts";
import { isCancellable, isLive } from "../domain/order.ts";
import type { AnyOrderStatus, ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import type { ObservedPosition, Position } from "../domain/position.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";
import { detectConditionalMismatches } from "./detect-conditional.ts";
import type { ListedConditionalOrders } from "./detect-conditional.ts";
import { indexOrders } from "./order-index.ts";
import { isOwnOrder } from "./ownership.ts";
import { firstOfEachPosition, newestOfEachOrder } from "./repeated-entries.ts";

/** The usable parts of a snapshot; null for a rejected part. */
export type UsableState = {
  readonly orders: { readonly takenAtMs: number; readonly items: readonly ObservedOrder[] } | null;
  readonly positions: readonly ObservedPosition[] | null;
  /** Also absent: a snapshot without the list. */
  readonly conditionalOrders?: ListedConditionalOrders | null;
};

export type DetectDecisions = typeof detectDecisions;

/** What the decisions read of an order in either list. */
type OrderName = Pick<ExpectedOrder, "clientOrderId" | "symbol"> & {
  readonly quantity: Decimal | null;
};
type ExpectedTimes = Pick<ExpectedOrder, "createdAtMs" | "updatedAtMs"> & {
  readonly status: AnyOrderStatus;
};
type ObservedStatus = Pick<ObservedOrder, "clientOrderId"> & { readonly status: AnyOrderStatus };

export const detectDecisions = {
  newestOfEachOrder: (listed: readonly ObservedOrder[]): readonly ObservedOrder[] =>
    newestOfEachOrder(listed),
  firstOfEachPosition,
  /** The same id on another symbol is another order. */
  isSameOrder: (expected: OrderName, observed: OrderName): boolean =>
    expected.clientOrderId === observed.clientOrderId && expected.symbol === observed.symbol,
  /** The age ends at the snapshot: a snapshot cannot contain an order that was placed after it. */
  isMissing: (expected: ExpectedTimes, takenAtMs: number, config: Config): boolean =>
    isLive(expected.status) && takenAtMs - expected.createdAtMs > config.orderGracePeriodMs,
  /** An order that was updated after the snapshot is compared with the next snapshot instead. */
  isUpdatedAfterSnapshot: (
    { createdAtMs, updatedAtMs }: ExpectedTimes,
    takenAtMs: number,
  ): boolean => (updatedAtMs ?? createdAtMs) > takenAtMs,
  statusesDiverge: (expected: AnyOrderStatus, observed: AnyOrderStatus): boolean =>
    isLive(expected) ? !isCancellable(observed) : expected !== observed,
  /** Whether an observed order that is not expected is a mismatch. */
  isUnexpected: ({ status, clientOrderId }: ObservedStatus, config: Config): boolean =>
    isLive(status) && isOwnOrder(clientOrderId, config),
  isFlat: ({ quantity }: Position): boolean => signOf(quantity) === 0,
  isManaged: (symbol: TradingSymbol, expected: readonly Position[], config: Config): boolean =>
    config.symbolWhitelist.includes(symbol) ||
    expected.some((position) => position.symbol === symbol),
  isSamePosition: (expected: Position, observed: Position): boolean =>
    expected.symbol === observed.symbol && expected.positionSide === observed.positionSide,
  inProcessingOrder,
};

/** Every mismatch, in processing order. */
export function detectMismatches(
  expected: ExpectedState,
  { orders, positions, conditionalOrders = null }: UsableState,
  config: Config,
  decisions: DetectDecisions = detectDecisions,
): Mismatch[] {
  const found: Mismatch[] =
    orders === null ? [] : detectOrderMismatches(expected.orders, orders, config, decisions);
  if (conditionalOrders !== null) {
    const { conditionalOrders: known = [] } = expected;
    detectConditionalMismatches(known, conditionalOrders, config, decisions, found);
  }
  if (positions !== null) {
    detectPositionMismatches(expected.positions, positions, config, decisions, found);
  }
  return decisions.inProcessingOrder(found);
}

function detectOrderMismatches(
  expected: readonly ExpectedOrder[],
  orders: { readonly takenAtMs: number; readonly items: readonly ObservedOrder[] },
  config: Config,
  decisions: DetectDecisions,
): OrderMismatch[] {
  const { takenAtMs } = orders;
  const items = isAsExpected(expected, orders.items)
    ? orders.items
    : decisions.newestOfEachOrder(orders.items);
  const mismatches: OrderMismatch[] = [];
  // Both lists usually have the order of creation. Orders at the same index need no look-up, and
  // with many orders the look-ups are the cost.
  const unmatchedObserved: ObservedOrder[] = [];
  const unmatchedExpected: ExpectedOrder[] = [];
  const length = Math.max(expected.length, items.length);
  for (let at = 0; at < length; at += 1) {
    const order = expected[at];
    const observed = items[at];
    if (order !== undefined && observed !== undefined && decisions.isSameOrder(order, observed)) {
      addDivergence(mismatches, order, observed, takenAtMs, decisions);
      continue;
    }
    if (order !== undefined) unmatchedExpected.push(order);
    if (observed !== undefined) unmatchedObserved.push(observed);
  }
  const { unmatched, keyOf } = indexOrders(unmatchedObserved);
  for (const order of unmatchedExpected) {
    const observed = unmatched.get(keyOf(order));
    if (observed !== undefined && decisions.isSameOrder(order, observed)) {
      unmatched.delete(keyOf(order));
      addDivergence(mismatches, order, observed, takenAtMs, decisions);
    } else if (
      decisions.isMissing(order, takenAtMs, config) &&
      !decisions.isUpdatedAfterSnapshot(order, takenAtMs)
    ) {
      mismatches.push(missing(order));
    }
  }
  for (const observed of unmatched.values()) {
    if (!decisions.isUnexpected(observed, config)) continue;
    const { symbol, positionSide, clientOrderId } = observed;
    const type = "ORDER_EXISTS_UNEXPECTED";
    mismatches.push({ type, symbol, positionSide, clientOrderId, expected: null, observed });
  }
  return mismatches;
}

/** Each expected order differs from the others, so that a list with the same ids in the same places shows none twice. */
function isAsExpected(
  expected: readonly ExpectedOrder[],
  items: readonly ObservedOrder[],
): boolean {
  return (
    items.length <= expected.length &&
    items.every(({ clientOrderId, symbol }, at) => {
      const order = expected[at];
      return clientOrderId === order?.clientOrderId && symbol === order.symbol;
    })
  );
}

function addDivergence(
  mismatches: OrderMismatch[],
  expected: ExpectedOrder,
  observed: ObservedOrder,
  takenAtMs: number,
  decisions: DetectDecisions,
): void {
  if (!decisions.statusesDiverge(expected.status, observed.status)) return;
  if (decisions.isUpdatedAfterSnapshot(expected, takenAtMs)) return;
  const { symbol, positionSide, clientOrderId } = observed;
  const type = "ORDER_STATUS_DIVERGENCE";
  mismatches.push({ type, symbol, positionSide, clientOrderId, expected, observed });
}

function missing(expected: ExpectedOrder): OrderMismatch {
  const { symbol, positionSide, clientOrderId } = expected;
  const type = "ORDER_MISSING_ON_EXCHANGE";
  return { type, symbol, positionSide, clientOrderId, expected, observed: null };
}

function detectPositionMismatches(
  expected: readonly Position[],
  observed: readonly ObservedPosition[],
  config: Config,
  decisions: DetectDecisions,
  found: Mismatch[],
): void {
  const type: PositionMismatch["type"] = "POSITION_NONZERO_UNEXPECTED";
  for (const position of decisions.firstOfEachPosition(observed)) {
    // First the cheapest test: a venue lists every symbol ever traded, and nearly all are flat.
    if (decisions.isFlat(position)) continue;
    const { symbol, positionSide } = position;
    if (!decisions.isManaged(symbol, expected, config)) continue;
    const entry = expected.find((known) => decisions.isSamePosition(known, position)) ?? null;
    if (entry !== null && !decisions.isFlat(entry)) continue;
    found.push({ type, symbol, positionSide, expected: entry, observed: position });
  }
}
