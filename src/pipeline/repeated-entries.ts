/**
 * Entries that a list shows more than once. A list that is read page by page shows an order twice when another
 * order ends between two pages.
 */
import { add, negate, signOf } from "../domain/decimal.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { ObservedPosition } from "../domain/position.ts";
import { supersedes } from "./order-update.ts";

/** Each order once, in the state of its latest change. The list itself where no order is repeated. */
export function newestOfEachOrder(listed: readonly ObservedOrder[]): readonly ObservedOrder[] {
  if (listed.length < 2) return listed;
  // By id alone, because two symbols hardly ever share one, and a joined key is slow.
  const ids = new Set<string>();
  for (const { clientOrderId } of listed) ids.add(clientOrderId);
  if (ids.size === listed.length) return listed;
  const newest = new Map<string, ObservedOrder>();
  for (const order of listed) {
    const key = `${order.symbol} ${order.clientOrderId}`;
    const known = newest.get(key);
    if (known === undefined || supersedes(order, known, known.updatedAtMs)) newest.set(key, order);
  }
  return [...newest.values()];
}

/** Each position once: its first copy. The list itself where no position is repeated. */
export function firstOfEachPosition(
  listed: readonly ObservedPosition[],
): readonly ObservedPosition[] {
  if (listed.length < 2) return listed;
  const isFirst = (position: ObservedPosition, at: number) =>
    listed.findIndex((other) => isSame(other, position)) === at;
  return listed.every(isFirst) ? listed : listed.filter(isFirst);
}

/** Two copies of one position with different quantities, or null. Nothing shows which one is newer. */
export function findContradiction(
  listed: readonly ObservedPosition[],
): readonly [ObservedPosition, ObservedPosition] | null {
  for (const [at, position] of listed.entries()) {
    for (let before = 0; before < at; before += 1) {
      const other = listed[before];
      if (other === undefined || !isSame(other, position)) continue;
      if (signOf(add(other.quantity, negate(position.quantity))) !== 0) return [other, position];
    }
  }
  return null;
}

function isSame(one: ObservedPosition, other: ObservedPosition): boolean {
  return one.symbol === other.symbol && one.positionSide === other.positionSide;
}
