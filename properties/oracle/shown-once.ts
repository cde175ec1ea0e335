/** What a list shows of an order or a position that it has more than once. */
import { Big } from "big.js";
import type { ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";

/** Each order once, in the state of its last change. */
export function ordersOnce(listed: readonly ObservedOrder[]): readonly ObservedOrder[] {
  if (listed.length < 2) return listed;
  const ids = new Set<string>();
  for (const { clientOrderId } of listed) ids.add(clientOrderId);
  if (ids.size === listed.length) return listed;
  return listed.filter((order, at) =>
    listed.every((other, otherAt) => {
      if (other.clientOrderId !== order.clientOrderId || other.symbol !== order.symbol) return true;
      const age = compareChanges(order, other);
      return age === 0 ? at <= otherAt : age > 0;
    }),
  );
}

/** From an order that is placed to one that ended; within one millisecond a later state is newer. */
const states: readonly OrderStatus[] = [
  "PENDING",
  "OPEN",
  "PARTIALLY_FILLED",
  "UNKNOWN",
  "FILLED",
  "CANCELLED",
  "REJECTED",
  "EXPIRED",
];

/** Above zero where the left state is newer. */
function compareChanges(left: ObservedOrder, right: ObservedOrder): number {
  return (
    left.updatedAtMs - right.updatedAtMs ||
    states.indexOf(left.status) - states.indexOf(right.status)
  );
}

/** Whether a position is shown with two quantities, so that the list cannot be right. */
export function isContradictory(listed: readonly ObservedPosition[]): boolean {
  return listed.some((position, at) =>
    listed.some(
      (other, otherAt) =>
        otherAt > at &&
        other.symbol === position.symbol &&
        other.positionSide === position.positionSide &&
        !new Big(other.quantity).eq(position.quantity),
    ),
  );
}

/** The first copy of each position; the copies of a list that is not contradictory are equal. */
export function positionsOnce(listed: readonly ObservedPosition[]): readonly ObservedPosition[] {
  if (listed.length < 2) return listed;
  return listed.filter(
    (position, at) =>
      listed.findIndex(
        (other) => other.symbol === position.symbol && other.positionSide === position.positionSide,
      ) === at,
  );
}
