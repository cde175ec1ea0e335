/**
 * Entries that a list shows more than once. A list that is read page by page shows an order twice when another
 * order ends between two pages.
 */
import { add, negate, signOf } from "../domain/decimal.ts";
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { isLive, type ObservedOrder } from "../domain/order.ts";
import type { ObservedPosition } from "../domain/position.ts";
import { supersedes } from "./order-update.ts";

/** An order of either list. */
type Listed = ObservedOrder | ObservedConditionalOrder;

/**
 * Each client order id of a symbol once: its live order, or else its last one, in the state of the latest change. An
 * id may be used again after its order has ended, and the order ids distinguish the orders. The list itself where no
 * id is repeated.
 */
export function newestOfEachOrder<Order extends Listed>(
  listed: readonly Order[],
): readonly Order[] {
  if (listed.length < 2) return listed;
  // By id alone, because two symbols hardly ever share one, and a joined key is slow.
  const ids = new Set<string>();
  for (const { clientOrderId } of listed) ids.add(clientOrderId);
  if (ids.size === listed.length) return listed;
  const newest = new Map<string, Order>();
  for (const order of listed) {
    const key = `${order.symbol} ${order.clientOrderId} ${order.orderId}`;
    const known = newest.get(key);
    if (known === undefined || supersedes(order, known, known.updatedAtMs)) newest.set(key, order);
  }
  const last = new Map<string, Order>();
  for (const order of newest.values()) {
    const key = `${order.symbol} ${order.clientOrderId}`;
    const known = last.get(key);
    if (known === undefined || isLaterUse(order, known)) last.set(key, order);
  }
  return [...last.values()];
}

/** At most one of the orders with an id is live. The venue counts order ids up, which decides within one millisecond. */
function isLaterUse(order: Listed, known: Listed): boolean {
  if (isLive(order.status) !== isLive(known.status)) return isLive(order.status);
  return order.updatedAtMs === known.updatedAtMs
    ? BigInt(order.orderId) > BigInt(known.orderId)
    : order.updatedAtMs > known.updatedAtMs;
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
