import { expect, test } from "vitest";
import { expectedConditionalOrderSchema } from "../../src/domain/conditional-order.ts";
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import { expectedOrderSchema } from "../../src/domain/order.ts";
import { expectedStop } from "../../src/test-fixtures/conditional-orders.ts";
import { expectedOrder } from "../../src/test-fixtures/scenarios.ts";
import { OrderTerms } from "./order-terms.ts";

type Order = Parameters<typeof expectedOrder>[0];
type Stop = Parameters<typeof expectedStop>[0];

function stateOf(order: Order, stop: Stop | null): ExpectedState {
  const orders = [expectedOrderSchema.parse(expectedOrder(order))];
  if (stop === null) return { orders, positions: [] };
  const conditionalOrders = [expectedConditionalOrderSchema.parse(expectedStop(stop))];
  return { orders, positions: [], conditionalOrders };
}

const placed = () => new OrderTerms(stateOf({}, {}));

test.each<[string, Order, Stop]>([
  ["an order has another status, fill and update", { status: "FILLED", filledQuantity: "1" }, {}],
  [
    "a decimal is written otherwise",
    { quantity: "0.0010", price: "50000" },
    { quantity: "0.00100" },
  ],
])("nothing has changed where %s", (_, order, stop) => {
  expect(placed().findChanged(stateOf(order, stop))).toBeNull();
});

test.each<[string, Order, Stop]>([
  ["order side", { side: "SELL" }, {}],
  ["order positionSide", { positionSide: "LONG" }, {}],
  ["order quantity", { quantity: "0.002" }, {}],
  ["order price", { price: "50000.01" }, {}],
  ["conditional order symbol", {}, { symbol: "ETHUSDT" }],
  ["conditional order side", {}, { side: "BUY" }],
  ["conditional order quantity", {}, { quantity: null }],
  ["conditional order triggerPrice", {}, { triggerPrice: "40000.01" }],
  ["conditional order reduceOnly", {}, { reduceOnly: true }],
  ["conditional order status", {}, { status: "CANCELLED" }],
])("a change of the %s is found", (field, order, stop) => {
  expect(placed().findChanged(stateOf(order, stop))).toMatchObject({
    field,
    expected: expect.stringContaining(field),
    actual: expect.stringContaining(field),
  });
});

test("an order that was placed since is compared with its request", () => {
  const terms = new OrderTerms({ orders: [], positions: [] });
  const { orders, conditionalOrders = [] } = stateOf({}, {});
  for (const order of orders) terms.place(order);
  for (const order of conditionalOrders) terms.placeConditional(order);
  expect(terms.findChanged(stateOf({ side: "SELL" }, {}))?.field).toBe("order side");
  expect(terms.findChanged(stateOf({}, { side: "BUY" }))?.field).toBe("conditional order side");
});

test("a conditional order is forgotten, but not one of before a restart", () => {
  const terms = placed();
  expect(terms.findForgotten(stateOf({}, {}))).toBeNull();
  expect(terms.findForgotten(stateOf({}, null))).toBe(expectedStop().clientOrderId);
  terms.restart({ orders: [], positions: [] });
  expect(terms.findForgotten(stateOf({}, null))).toBeNull();
});
