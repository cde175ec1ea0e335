/** What a list shows of an order or a position that it has more than once. */
import { Big } from "big.js";
import type { AnyOrderStatus, ObservedOrder } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import { compareChanges, isLiveOrder } from "./order-status.ts";

/** An order of either list. */
type Listed = Pick<ObservedOrder, "clientOrderId" | "orderId" | "symbol" | "updatedAtMs"> & {
  readonly status: AnyOrderStatus;
};

/**
 * Each client order id of a symbol once. Of several copies of an order the one with its last change counts. Of several
 * orders with one id the live one counts, or else the one that changed last; in one millisecond, the larger order id.
 */
export function ordersOnce<Order extends Listed>(listed: readonly Order[]): readonly Order[] {
  if (listed.length < 2) return listed;
  const ids = new Set<string>();
  for (const { clientOrderId } of listed) ids.add(clientOrderId);
  if (ids.size === listed.length) return listed;
  const byName = new Map<string, Order[]>();
  for (const order of listed) {
    const name = `${order.symbol} ${order.clientOrderId}`;
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [order]);
    else others.push(order);
  }
  return [...byName.values()].flatMap((orders) =>
    orders.length === 1 ? orders : currentOf(orders),
  );
}

/** The order of that name that counts, as `ordersOnce` has it. */
export function orderNamed<Order extends Listed>(
  { clientOrderId, symbol }: Pick<Listed, "clientOrderId" | "symbol">,
  listed: readonly Order[],
): Order | undefined {
  const isNamed = (item: Order) => item.clientOrderId === clientOrderId && item.symbol === symbol;
  const first = listed.findIndex(isNamed);
  if (first === listed.findLastIndex(isNamed)) return listed[first];
  return currentOf(listed.filter(isNamed))[0];
}

/** Of the copies of all orders with one id, the one that counts. */
function currentOf<Order extends Listed>(listed: readonly Order[]): readonly Order[] {
  const copies = listed.filter((order, at) =>
    listed.every((other, otherAt) => {
      if (order.orderId !== other.orderId) return true;
      const age = compareChanges(order, other);
      return age === 0 ? at <= otherAt : age > 0;
    }),
  );
  return copies.filter((order) =>
    copies.every((other) => {
      if (other === order) return true;
      if (isLiveOrder(order) !== isLiveOrder(other)) return isLiveOrder(order);
      const age = order.updatedAtMs - other.updatedAtMs;
      return age === 0 ? BigInt(order.orderId) > BigInt(other.orderId) : age > 0;
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
