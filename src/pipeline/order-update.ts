/**
 * Applies an order update to the expected state. Updates may arrive twice, late and out of order; an
 * update that is older than the expected order changes nothing.
 */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import { copyExpectedOrder } from "../domain/copies.ts";
import { isLive, orderStatuses, type ExpectedOrder, type OrderStatus } from "../domain/order.ts";

export type OrderUpdate = {
  readonly clientOrderId: ClientOrderId;
  readonly status: OrderStatus;
  /** When the exchange changed the order, in milliseconds since 1970. */
  readonly updatedAtMs: number;
};

export function applyOrderUpdate(expected: ExpectedState, update: OrderUpdate): ExpectedState {
  const orders = expected.orders.map((order) =>
    order.clientOrderId === update.clientOrderId && supersedes(update, order)
      ? updated(order, update)
      : order,
  );
  return { orders, positions: expected.positions };
}

function updated(order: ExpectedOrder, { status, updatedAtMs }: OrderUpdate): ExpectedOrder {
  const copied = copyExpectedOrder(order);
  copied.status = status;
  copied.updatedAtMs = updatedAtMs;
  return copied;
}

/**
 * The latest change wins. Within one millisecond a status that ends the order wins, then the later one
 * in `orderStatuses`. So the same updates in any order lead to the same expected state.
 */
function supersedes(update: OrderUpdate, order: ExpectedOrder): boolean {
  const lastUpdatedAtMs = order.updatedAtMs ?? order.createdAtMs;
  if (update.updatedAtMs !== lastUpdatedAtMs) return update.updatedAtMs > lastUpdatedAtMs;
  if (isLive(update.status) !== isLive(order.status)) return isLive(order.status);
  return orderStatuses.indexOf(update.status) > orderStatuses.indexOf(order.status);
}
