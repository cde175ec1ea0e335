/** What no order update changes: the terms of an expected order, and each expected conditional order. */
import { Big } from "big.js";
import type { ExpectedConditionalOrder } from "../../src/domain/conditional-order.ts";
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import type { ExpectedOrder } from "../../src/domain/order.ts";

export type ChangedOrder = {
  readonly expected: string;
  readonly actual: string;
  /** The list and the field, such as `order side`. */
  readonly field: string;
};

const terms = ["side", "positionSide", "quantity", "price"] as const;
const conditionalTerms = [
  "symbol",
  "side",
  "positionSide",
  "quantity",
  "triggerPrice",
  "reduceOnly",
  "status",
] as const;

export class OrderTerms {
  readonly #orders = new Map<string, ExpectedOrder>();
  /** By client order id, which no other expected conditional order has. */
  readonly #conditional = new Map<string, ExpectedConditionalOrder>();

  constructor(start: ExpectedState) {
    this.restart(start);
  }

  restart({ orders, conditionalOrders = [] }: ExpectedState): void {
    this.#orders.clear();
    this.#conditional.clear();
    for (const order of orders) this.place(order);
    for (const order of conditionalOrders) this.placeConditional(order);
  }

  /** It replaces an order with its id, which has ended. */
  place(order: ExpectedOrder): void {
    this.#orders.set(keyOf(order), order);
  }

  placeConditional(order: ExpectedConditionalOrder): void {
    if (!this.#conditional.has(order.clientOrderId)) {
      this.#conditional.set(order.clientOrderId, order);
    }
  }

  /** The id of a conditional order that is not expected any more, or null. */
  findForgotten({ conditionalOrders = [] }: ExpectedState): string | null {
    if (this.#conditional.size === 0) return null;
    const kept = new Set<string>(conditionalOrders.map(({ clientOrderId }) => clientOrderId));
    return [...this.#conditional.keys()].find((id) => !kept.has(id)) ?? null;
  }

  findChanged({ orders, conditionalOrders = [] }: ExpectedState): ChangedOrder | null {
    for (const order of orders) {
      const placed = this.#orders.get(keyOf(order));
      const field = placed && terms.find((name) => !isEqual(placed[name], order[name]));
      if (field) return describe(order, `order ${field}`, placed[field], order[field]);
    }
    for (const order of conditionalOrders) {
      const placed = this.#conditional.get(order.clientOrderId);
      const field = placed && conditionalTerms.find((name) => !isEqual(placed[name], order[name]));
      if (field) return describe(order, `conditional order ${field}`, placed[field], order[field]);
    }
    return null;
  }
}

type Value = string | boolean | null;

function describe(
  { clientOrderId }: Pick<ExpectedOrder, "clientOrderId">,
  field: string,
  expected: Value,
  actual: Value,
): ChangedOrder {
  const text = (value: Value) => `${clientOrderId}: ${field} ${value}`;
  return { expected: text(expected), actual: text(actual), field };
}

const isDecimal = /^\d+(\.\d+)?$/;

/** By value: `0.10` is `0.1`. */
function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left !== "string" || typeof right !== "string") return false;
  return isDecimal.test(left) && isDecimal.test(right) && new Big(left).eq(right);
}

const keyOf = ({ clientOrderId, symbol }: Pick<ExpectedOrder, "clientOrderId" | "symbol">) =>
  `${clientOrderId} ${symbol}`;
