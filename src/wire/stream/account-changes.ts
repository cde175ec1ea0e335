/**
 * What changed in an account since the last comparison, as events of the user stream. It compares, so that each change is seen
 * where it is made: by a request, or by the exchange itself.
 */
import type { ObservedConditionalOrder } from "../../domain/conditional-order.ts";
import { add, negate, signOf, zero, type Decimal } from "../../domain/decimal.ts";
import { isLive, type ObservedOrder } from "../../domain/order.ts";
import { positionKey, type ObservedPosition } from "../../domain/position.ts";
import type { SimulatedVenue } from "../simulated-venue.ts";
import {
  accountUpdate,
  algoUpdate,
  hasFill,
  orderTradeUpdate,
  tradeLite,
  type OrderChange,
  type StreamEvent,
} from "./events.ts";

export type AccountNow = {
  /** Every one, ended ones too. */
  readonly orders: readonly ObservedOrder[];
  readonly positions: readonly ObservedPosition[];
  readonly conditionalOrders: readonly ObservedConditionalOrder[];
  /** The mark price of a symbol in quote per unit; null where it is not known. */
  readonly priceOf: (symbol: string) => Decimal | null;
  readonly nowMs: number;
};

/** The account of the sandbox. */
export function accountOf(venue: SimulatedVenue): AccountNow {
  const symbols = venue.symbols();
  return {
    orders: venue.allOrders(),
    positions: venue.positions().items,
    conditionalOrders: venue.allAlgoOrders(),
    priceOf: (name) => symbols.find(({ symbol }) => symbol === name)?.markPrice ?? null,
    nowMs: venue.nowMs(),
  };
}

type Seen<Item> = ReadonlyMap<string, Item>;

/** The account as it is at the start has no events. */
export class AccountChanges {
  #orders: Seen<ObservedOrder>;
  #positions: Seen<ObservedPosition>;
  #conditionalOrders: Seen<ObservedConditionalOrder>;
  #trades = 0;

  constructor(start: AccountNow) {
    this.#orders = orderMap(start.orders);
    this.#positions = positionMap(start.positions);
    this.#conditionalOrders = algoMap(start.conditionalOrders);
  }

  /** Conditional orders, then orders, then positions: a cause before its effect. */
  take(now: AccountNow): StreamEvent[] {
    return [...this.#takeAlgo(now), ...this.#takeOrders(now), ...this.#takePositions(now)];
  }

  #takeAlgo({ conditionalOrders, orders, nowMs }: AccountNow): StreamEvent[] {
    const before = this.#conditionalOrders;
    this.#conditionalOrders = algoMap(conditionalOrders);
    return conditionalOrders
      .filter((order) => before.get(order.clientOrderId)?.status !== order.status)
      .map((order) => algoUpdate(order, normalOf(order, orders), nowMs));
  }

  #takeOrders({ orders, priceOf, nowMs }: AccountNow): StreamEvent[] {
    const before = this.#orders;
    this.#orders = orderMap(orders);
    return orders.flatMap((order) => {
      const changes = changesBetween(before.get(orderKey(order)) ?? null, order);
      return changes.flatMap((change): StreamEvent[] => {
        const isFill = hasFill(change);
        if (isFill) this.#trades += 1;
        const isMarket = order.type === "MARKET";
        const fillPrice = isMarket ? (priceOf(order.symbol) ?? zero) : order.price;
        const whole = { ...change, fillPrice, tradeId: this.#trades };
        const update = orderTradeUpdate(whole, nowMs);
        return isFill ? [tradeLite(whole, nowMs), update] : [update];
      });
    });
  }

  /** One event for each symbol. */
  #takePositions({ positions, nowMs }: AccountNow): StreamEvent[] {
    const before = this.#positions;
    this.#positions = positionMap(positions);
    const changed = positions.filter((position) => {
      const quantity = before.get(positionKey(position))?.quantity ?? zero;
      return !equals(quantity, position.quantity);
    });
    const symbols = [...new Set(changed.map(({ symbol }) => symbol))];
    return symbols.map((symbol) =>
      accountUpdate(
        changed.filter((position) => position.symbol === symbol),
        nowMs,
      ),
    );
  }
}

/** A scenario may give an order id to several orders. */
function orderKey({ symbol, orderId, clientOrderId }: ObservedOrder): string {
  return `${symbol} ${orderId} ${clientOrderId}`;
}

const orderMap = (orders: readonly ObservedOrder[]) =>
  new Map(orders.map((order) => [orderKey(order), order]));
const positionMap = (positions: readonly ObservedPosition[]) =>
  new Map(positions.map((position) => [positionKey(position), position]));
const algoMap = (orders: readonly ObservedConditionalOrder[]) =>
  new Map(orders.map((order) => [order.clientOrderId, order]));

/** It has the order id of the conditional one. */
function normalOf(
  { status, orderId }: ObservedConditionalOrder,
  orders: readonly ObservedOrder[],
): ObservedOrder | null {
  if (status !== "TRIGGERED") return null;
  return orders.findLast((order) => order.orderId === orderId) ?? null;
}

type Change = Pick<OrderChange, "before" | "after">;

const fillStatuses: readonly string[] = ["PARTIALLY_FILLED", "FILLED"];

/**
 * The changes one by one. An order that was placed and filled since has two, and one that filled in part and then ended
 * has them too.
 */
function changesBetween(before: ObservedOrder | null, after: ObservedOrder): Change[] {
  if (before === null) {
    if (isLive(after.status) && !hasFill({ before, after })) return [{ before, after }];
    const placed: ObservedOrder = { ...after, status: "OPEN", filledQuantity: zero };
    return [{ before, after: placed }, ...changesBetween(placed, after)];
  }
  if (isSame(before, after)) return [];
  if (!hasFill({ before, after }) || fillStatuses.includes(after.status)) {
    return [{ before, after }];
  }
  const filled: ObservedOrder = { ...after, status: "PARTIALLY_FILLED" };
  return [
    { before, after: filled },
    { before: filled, after },
  ];
}

function isSame(before: ObservedOrder, after: ObservedOrder): boolean {
  return (
    before.status === after.status &&
    equals(before.filledQuantity, after.filledQuantity) &&
    equals(before.quantity, after.quantity) &&
    equals(before.price, after.price)
  );
}

function equals(left: Decimal, right: Decimal): boolean {
  return left === right || signOf(add(left, negate(right))) === 0;
}
