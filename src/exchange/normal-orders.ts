/**
 * The normal orders of the simulated exchange. A client order id may be used again after its order has ended, and it
 * may be on several symbols; so several orders may have one.
 */
import { copyObservedOrder } from "../domain/copies.ts";
import { add, negate, zero, type Decimal } from "../domain/decimal.ts";
import { isLive, type ObservedOrder, type OrderStatus } from "../domain/order.ts";
import type { PlaceMarketOrder } from "../domain/port-call.ts";
import type { PositionSide } from "../domain/position.ts";
import { VersionedMap } from "./versioned-map.ts";

export class NormalOrders {
  readonly #orders = new VersionedMap<ObservedOrder>();
  /** By client order id, the keys of the orders that have it, in the order of their creation; absent with one. */
  readonly #shared = new Map<string, string[]>();

  constructor(orders: readonly ObservedOrder[]) {
    for (const order of orders) this.#orders.seed(this.#newKey(order), order);
  }

  /** The orders as of a time; null is now. */
  all(atMs: number | null = null): ObservedOrder[] {
    return atMs === null ? this.#orders.values() : this.#orders.valuesAsOf(atMs);
  }

  /** The order with that id: the live one, or else the last; of any symbol where none is given. */
  get(clientOrderId: string, symbol?: string): ObservedOrder | undefined {
    return this.#orders.get(this.#keyOf(clientOrderId, symbol));
  }

  /** A client order id is unique among the live orders of a symbol, and an order id among all of them. */
  accepts({ clientOrderId, symbol, orderId }: ObservedOrder): boolean {
    const known = this.get(clientOrderId, symbol);
    return known === undefined || (!isLive(known.status) && known.orderId !== orderId);
  }

  add(order: ObservedOrder, nowMs: number): void {
    this.#orders.set(this.#newKey(order), order, nowMs);
  }

  /** Replaces the live order with the id and symbol of this one. */
  replace(order: ObservedOrder, nowMs: number): void {
    this.#orders.set(this.#keyOf(order.clientOrderId, order.symbol), order, nowMs);
  }

  /** By how much the live reducing orders on the same side would reduce the position. */
  restingReduction({ symbol, side }: PlaceMarketOrder, positionSide: PositionSide): Decimal {
    let resting = zero;
    for (const order of this.#orders.values()) {
      if (
        order.symbol === symbol &&
        order.side === side &&
        order.positionSide === positionSide &&
        isLive(order.status) &&
        (order.reduceOnly || closesLeg(order))
      ) {
        resting = add(resting, add(order.quantity, negate(order.filledQuantity)));
      }
    }
    return resting;
  }

  /** Empty where there is none. */
  #keyOf(clientOrderId: string, symbol?: string): string {
    let found = "";
    for (const key of this.#shared.get(clientOrderId) ?? [clientOrderId]) {
      const order = this.#orders.get(key);
      if (order === undefined || (symbol !== undefined && order.symbol !== symbol)) continue;
      if (isLive(order.status)) return key;
      found = key;
    }
    return found;
  }

  #newKey({ clientOrderId }: ObservedOrder): string {
    if (this.#orders.get(clientOrderId) === undefined) return clientOrderId;
    const keys = this.#shared.get(clientOrderId) ?? [clientOrderId];
    // No client order id has a space.
    const key = `${clientOrderId} ${keys.length + 1}`;
    this.#shared.set(clientOrderId, [...keys, key]);
    return key;
  }
}

/** In hedge mode the side decides whether an order opens or closes its leg. */
export function closesLeg(order: { side: string; positionSide: PositionSide | null }): boolean {
  return order.positionSide === "LONG"
    ? order.side === "SELL"
    : order.positionSide === "SHORT" && order.side === "BUY";
}

/** The order as it is after a change. */
export function withStatus(order: ObservedOrder, status: OrderStatus, updatedAtMs: number) {
  const changed = copyObservedOrder(order);
  changed.status = status;
  changed.updatedAtMs = updatedAtMs;
  return changed;
}
