/**
 * What news of an order does to the expectedState. News comes twice, late and in the wrong order: what is older than
 * what is known changes nothing.
 */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import { isLive, orderStatuses } from "../domain/order.ts";
import type { ExpectedOrder, OrderStatus } from "../domain/order.ts";

export type OrderUpdate = {
  readonly clientOrderId: ClientOrderId;
  readonly status: OrderStatus;
  /** When the exchange changed the order, in milliseconds since 1970. */
  readonly updatedAtMs: number;
};

export function applyOrderUpdate(expectedState: ExpectedState, news: OrderUpdate): ExpectedState {
  const orders = expectedState.orders.map((order) =>
    order.clientOrderId === news.clientOrderId && supersedes(news, order)
      ? { ...order, status: news.status, updatedAtMs: news.updatedAtMs }
      : order,
  );
  return { ...expectedState, orders };
}

/**
 * The latest change wins; of two in one millisecond one that ends the order, and else the later status of the
 * list. So the same news in any order leads to the same expectedState.
 */
function supersedes(
  news: OrderUpdate,
  { status, createdAtMs, updatedAtMs }: ExpectedOrder,
): boolean {
  const knownAtMs = updatedAtMs ?? createdAtMs;
  if (news.updatedAtMs !== knownAtMs) return news.updatedAtMs > knownAtMs;
  if (isLive(news.status) !== isLive(status)) return isLive(status);
  return orderStatuses.indexOf(news.status) > orderStatuses.indexOf(status);
}
