/** Finds the listed orders by their names. The same id on another symbol is another order. */
import type { ExpectedOrder } from "../domain/order.ts";

type Named = Pick<ExpectedOrder, "clientOrderId" | "symbol">;

export type OrderIndex<Order> = {
  /** Those that no expected order has matched yet, by `keyOf`. */
  readonly unmatched: Map<string, Order>;
  readonly keyOf: (order: Named) => string;
};

const byId = ({ clientOrderId }: Named) => clientOrderId;
const bySymbolAndId = ({ clientOrderId, symbol }: Named) => `${symbol} ${clientOrderId}`;

/** By id alone where no two symbols share one: a joined key is slow. */
export function indexOrders<Order extends Named>(orders: readonly Order[]): OrderIndex<Order> {
  const unmatched = new Map<string, Order>();
  for (const order of orders) unmatched.set(byId(order), order);
  if (unmatched.size === orders.length) return { unmatched, keyOf: byId };
  const both = orders.map((order) => [bySymbolAndId(order), order] as const);
  return { unmatched: new Map(both), keyOf: bySymbolAndId };
}
