/** Compares what the bot believes with what a snapshot showed. Reads nothing else, changes nothing. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { Config } from "../domain/config.ts";
import { signOf } from "../domain/decimal.ts";
import { inProcessingOrder } from "../domain/mismatch.ts";
import type { Mismatch, OrderMismatch, PositionMismatch } from "../domain/mismatch.ts";
import { isLive } from "../domain/order.ts";
import type { ExpectedOrder, ObservedOrder, OrderStatus } from "../domain/order.ts";
import type { ObservedPosition, Position } from "../domain/position.ts";
import { isOwnOrder } from "./ownership.ts";

/** The parts of a snapshot that may be believed; null for one that may not. */
export type UsableState = {
  readonly orders: { readonly takenAtMs: number; readonly items: readonly ObservedOrder[] } | null;
  readonly positions: readonly ObservedPosition[] | null;
};

/** Every mismatch, in processing order. */
export function detectMismatches(
  expected: ExpectedState,
  observed: UsableState,
  config: Config,
): Mismatch[] {
  const { orders, positions } = observed;
  const found: Mismatch[] =
    orders === null ? [] : detectOrderMismatches(expected.orders, orders, config);
  if (positions !== null) {
    for (const mismatch of detectPositionMismatches(expected.positions, positions, config)) {
      found.push(mismatch);
    }
  }
  return inProcessingOrder(found);
}

function detectOrderMismatches(
  expected: readonly ExpectedOrder[],
  observed: { readonly takenAtMs: number; readonly items: readonly ObservedOrder[] },
  config: Config,
): OrderMismatch[] {
  const mismatches: OrderMismatch[] = [];
  const { takenAtMs } = observed;
  // Both lists are usually in the order of creation, and orders that stand at the same place in both
  // need no look-up: with many orders, it is the look-ups that cost.
  const unmatched = new Map<string, ObservedOrder>();
  const unmatchedExpected: ExpectedOrder[] = [];
  const length = Math.max(expected.length, observed.items.length);
  for (let place = 0; place < length; place += 1) {
    const expectedOrder = expected[place];
    const seen = observed.items[place];
    if (expectedOrder !== undefined && seen !== undefined && isSameOrder(expectedOrder, seen)) {
      if (isDivergence(expectedOrder, seen, takenAtMs))
        mismatches.push(divergence(expectedOrder, seen));
      continue;
    }
    if (expectedOrder !== undefined) unmatchedExpected.push(expectedOrder);
    if (seen !== undefined) unmatched.set(seen.clientOrderId, seen);
  }
  for (const expectedOrder of unmatchedExpected) {
    const seen = unmatched.get(expectedOrder.clientOrderId);
    if (seen !== undefined && isSameOrder(expectedOrder, seen)) {
      unmatched.delete(expectedOrder.clientOrderId);
      if (isDivergence(expectedOrder, seen, takenAtMs))
        mismatches.push(divergence(expectedOrder, seen));
    } else if (
      isMissing(expectedOrder, takenAtMs, config) &&
      !isUpdatedAfterSnapshot(expectedOrder, takenAtMs)
    ) {
      const { symbol, positionSide, clientOrderId } = expectedOrder;
      const type = "ORDER_MISSING_ON_EXCHANGE";
      mismatches.push({
        type,
        symbol,
        positionSide,
        clientOrderId,
        expected: expectedOrder,
        observed: null,
      });
    }
  }
  for (const order of unmatched.values()) {
    if (isLive(order.status) && isOwnOrder(order.clientOrderId, config)) {
      const { symbol, positionSide, clientOrderId } = order;
      const type = "ORDER_EXISTS_UNEXPECTED";
      mismatches.push({
        type,
        symbol,
        positionSide,
        clientOrderId,
        expected: null,
        observed: order,
      });
    }
  }
  return mismatches;
}

function isDivergence(expected: ExpectedOrder, seen: ObservedOrder, takenAtMs: number): boolean {
  return (
    statusesDiverge(expected.status, seen.status) && !isUpdatedAfterSnapshot(expected, takenAtMs)
  );
}

function divergence(expected: ExpectedOrder, observed: ObservedOrder): OrderMismatch {
  const { symbol, positionSide, clientOrderId } = observed;
  const type = "ORDER_STATUS_DIVERGENCE";
  return { type, symbol, positionSide, clientOrderId, expected, observed };
}

/** The same id on another symbol is another order. */
export function isSameOrder(expected: ExpectedOrder, seen: ObservedOrder): boolean {
  return expected.clientOrderId === seen.clientOrderId && expected.symbol === seen.symbol;
}

/** Its age is counted to the snapshot, which cannot show what was placed after it. */
export function isMissing(expected: ExpectedOrder, takenAtMs: number, config: Config): boolean {
  return isLive(expected.status) && takenAtMs - expected.createdAtMs > config.orderGracePeriodMs;
}

/** Whether what is expected was heard after the look: what that shows is no longer so, and the next look tells. */
export function isUpdatedAfterSnapshot(
  { createdAtMs, updatedAtMs }: ExpectedOrder,
  takenAtMs: number,
): boolean {
  return (updatedAtMs ?? createdAtMs) > takenAtMs;
}

/** Whether expectedState and exchange contradict each other on one order. */
export function statusesDiverge(expected: OrderStatus, observed: OrderStatus): boolean {
  if (!isLive(expected)) return expected !== observed;
  return !isLive(observed) || observed === "PENDING" || observed === "UNKNOWN";
}

function detectPositionMismatches(
  expected: readonly Position[],
  observed: readonly ObservedPosition[],
  config: Config,
): PositionMismatch[] {
  const mismatches: PositionMismatch[] = [];
  for (const position of observed) {
    // A venue lists every symbol that was ever traded, and nearly all of them are flat.
    if (signOf(position.quantity) === 0) continue;
    const { symbol, positionSide } = position;
    const isManaged =
      config.symbolWhitelist.includes(symbol) || expected.some((entry) => entry.symbol === symbol);
    if (!isManaged) continue;
    const key = keyOf(position);
    const entry = expected.find((known) => keyOf(known) === key) ?? null;
    if (entry !== null && signOf(entry.quantity) !== 0) continue;
    const type = "POSITION_NONZERO_UNEXPECTED";
    mismatches.push({ type, symbol, positionSide, expected: entry, observed: position });
  }
  return mismatches;
}

/** A symbol has one position a side. */
export function keyOf(position: { symbol: string; positionSide: string }): string {
  return `${position.symbol} ${position.positionSide}`;
}
