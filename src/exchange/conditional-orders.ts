/**
 * The conditional orders of the simulated exchange, in a list of their own. An order waits until it is cancelled or
 * triggered. `TRIGGERING` is neither: the venue accepts no cancel any more, and no normal order is there yet.
 */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { copyObservedConditionalOrder } from "../domain/copies.ts";
import { isLive, type ConditionalOrderStatus } from "../domain/order.ts";
import type { CancelConditionalOrder, PortReply } from "../domain/port-call.ts";
import { breachOfConditionalOrder } from "./invariants.ts";
import { rejectedBy } from "./venue-errors.ts";
import { VersionedMap } from "./versioned-map.ts";

/** Called with each change, and with the reason why no exchange makes it, or null. */
type OnChange = (breach: string | null) => void;

export class ConditionalOrders {
  readonly #orders = new VersionedMap<ObservedConditionalOrder>();
  readonly #onChange: OnChange;

  constructor(orders: readonly ObservedConditionalOrder[], onChange: OnChange) {
    this.#onChange = onChange;
    for (const order of orders) this.#orders.seed(order.clientOrderId, order);
  }

  /** The orders as of a time; null is now. */
  orders(atMs: number | null = null): ObservedConditionalOrder[] {
    return atMs === null ? this.#orders.values() : this.#orders.valuesAsOf(atMs);
  }

  get(clientOrderId: string): ObservedConditionalOrder | undefined {
    return this.#orders.get(clientOrderId);
  }

  /** Adds an order without a request. An order with the same id stays as it is. */
  add(order: ObservedConditionalOrder, nowMs: number): void {
    if (this.#orders.get(order.clientOrderId) === undefined) this.#change(order, nowMs);
  }

  /** `NEW` and `UNKNOWN` can be cancelled: nothing shows that the second one is on its way. */
  cancel({ symbol, clientOrderId }: CancelConditionalOrder, nowMs: number): PortReply {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.symbol !== symbol || !mayBeCancelled(order)) {
      return rejectedBy(-2011);
    }
    this.setStatus(order, "CANCELLED", nowMs);
    return { status: "accepted" };
  }

  /** Sets another status of a live order. */
  setStatus(order: ObservedConditionalOrder, status: ConditionalOrderStatus, nowMs: number): void {
    const changed = copyObservedConditionalOrder(order);
    changed.status = status;
    changed.updatedAtMs = nowMs;
    this.#change(changed, nowMs);
  }

  #change(order: ObservedConditionalOrder, nowMs: number): void {
    const before = this.#orders.get(order.clientOrderId);
    this.#orders.set(order.clientOrderId, order, nowMs);
    this.#onChange(before === undefined ? null : breachOfConditionalOrder(before, order));
  }
}

function mayBeCancelled({ status }: ObservedConditionalOrder): boolean {
  return isLive(status) && status !== "TRIGGERING";
}
