/** What a list shows of an order or a position that it has more than once. */
import { Big } from "big.js";
import type { ObservedOrder } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import { compareChanges } from "./newer-change.ts";

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
