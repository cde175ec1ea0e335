/** Compares what the bot believes with what a snapshot showed. Reads nothing else, changes nothing. */
import type { Belief } from "../domain/expected-state.ts";
import type { Config } from "../domain/config.ts";
import { signOf } from "../domain/decimal.ts";
import { inProcessingOrder } from "../domain/mismatch.ts";
import type { Mismatch, OrderMismatch, PositionMismatch } from "../domain/mismatch.ts";
import { isLive } from "../domain/order.ts";
import type { ExpectedOrder, ObservedOrder, OrderStatus } from "../domain/order.ts";
import type { ObservedPosition, Position } from "../domain/position.ts";
import { isOurs } from "./ownership.ts";

/** The parts of a snapshot that may be believed; null for one that may not. */
export type ReadableState = {
  readonly orders: { readonly takenAtMs: number; readonly items: readonly ObservedOrder[] } | null;
  readonly positions: readonly ObservedPosition[] | null;
};

/** Every mismatch, in processing order. */
export function detectMismatches(
  expected: Belief,
  observed: ReadableState,
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
  const strays: ExpectedOrder[] = [];
  const length = Math.max(expected.length, observed.items.length);
  for (let place = 0; place < length; place += 1) {
    const believed = expected[place];
    const seen = observed.items[place];
    if (believed !== undefined && seen !== undefined && isSameOrder(believed, seen)) {
      if (isDivergence(believed, seen, takenAtMs)) mismatches.push(divergence(believed, seen));
      continue;
    }
    if (believed !== undefined) strays.push(believed);
    if (seen !== undefined) unmatched.set(seen.clientOrderId, seen);
  }
  for (const believed of strays) {
    const seen = unmatched.get(believed.clientOrderId);
    if (seen !== undefined && isSameOrder(believed, seen)) {
      unmatched.delete(believed.clientOrderId);
      if (isDivergence(believed, seen, takenAtMs)) mismatches.push(divergence(believed, seen));
    } else if (isMissed(believed, takenAtMs, config) && !isNewer(believed, takenAtMs)) {
      const { symbol, positionSide, clientOrderId } = believed;
      const type = "ORDER_MISSING_ON_EXCHANGE";
      mismatches.push({ type, symbol, positionSide, clientOrderId, believed, observed: null });
    }
  }
  for (const order of unmatched.values()) {
    if (isLive(order.status) && isOurs(order.clientOrderId, config)) {
      const { symbol, positionSide, clientOrderId } = order;
      const type = "ORDER_EXISTS_UNEXPECTED";
      mismatches.push({
        type,
        symbol,
        positionSide,
        clientOrderId,
        believed: null,
        observed: order,
      });
    }
  }
  return mismatches;
}

function isDivergence(believed: ExpectedOrder, seen: ObservedOrder, takenAtMs: number): boolean {
  return diverge(believed.status, seen.status) && !isNewer(believed, takenAtMs);
}

function divergence(believed: ExpectedOrder, observed: ObservedOrder): OrderMismatch {
  const { symbol, positionSide, clientOrderId } = observed;
  const type = "ORDER_STATUS_DIVERGENCE";
  return { type, symbol, positionSide, clientOrderId, believed, observed };
}

/** The same id on another symbol is another order. */
export function isSameOrder(believed: ExpectedOrder, seen: ObservedOrder): boolean {
  return believed.clientOrderId === seen.clientOrderId && believed.symbol === seen.symbol;
}

/** Its age is counted to the snapshot, which cannot show what was placed after it. */
export function isMissed(believed: ExpectedOrder, takenAtMs: number, config: Config): boolean {
  return isLive(believed.status) && takenAtMs - believed.createdAtMs > config.orderGracePeriodMs;
}

/** Whether what is believed was heard after the look: what that shows is no longer so, and the next look tells. */
export function isNewer({ createdAtMs, updatedAtMs }: ExpectedOrder, takenAtMs: number): boolean {
  return (updatedAtMs ?? createdAtMs) > takenAtMs;
}

/** Whether belief and exchange contradict each other on one order. */
export function diverge(believed: OrderStatus, observed: OrderStatus): boolean {
  if (!isLive(believed)) return believed !== observed;
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
    const believed = expected.find((entry) => keyOf(entry) === key) ?? null;
    if (believed !== null && signOf(believed.quantity) !== 0) continue;
    const type = "POSITION_NONZERO_UNEXPECTED";
    mismatches.push({ type, symbol, positionSide, believed, observed: position });
  }
  return mismatches;
}

/** A symbol has one position a side. */
export function keyOf(position: { symbol: string; positionSide: string }): string {
  return `${position.symbol} ${position.positionSide}`;
}
