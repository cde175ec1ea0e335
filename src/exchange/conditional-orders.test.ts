import { expect, test } from "vitest";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

const symbol = tradingSymbolSchema.parse("BTCUSDT");
const id = clientOrderIdSchema.parse(ownId());
const now = startsAtMs + 1;

type State = Parameters<typeof exchangeStateSchema.parse>[0];
function exchangeWith(state: State): SimulatedExchange {
  return new SimulatedExchange(exchangeStateSchema.parse(state));
}

const statuses = (exchange: SimulatedExchange) =>
  (exchange.conditionalOrders?.orders() ?? []).map(({ status }) => status);
const cancel = { method: "cancelConditionalOrder", symbol, clientOrderId: id } as const;

test("each list has its own ids, and a cancel ends the order of its own list", () => {
  const lists = { orders: [observedOrder()], conditionalOrders: [observedStop()] };
  const [first, second] = [exchangeWith(lists), exchangeWith(lists)];
  expect(first.apply({ ...cancel, method: "cancelOrder" }, now)).toEqual({ status: "accepted" });
  expect([first.orders()[0]?.status, ...statuses(first)]).toEqual(["CANCELLED", "NEW"]);
  expect(second.apply(cancel, now)).toEqual({ status: "accepted" });
  expect([second.orders()[0]?.status, ...statuses(second)]).toEqual(["OPEN", "CANCELLED"]);
  expect([first.changes, second.changes]).toEqual([1, 1]);
});

test.each(["TRIGGERING", "TRIGGERED", "CANCELLED", "EXPIRED", "REJECTED"] as const)(
  "a cancel of an order that is %s is rejected with -2011",
  (status) => {
    const exchange = exchangeWith({ conditionalOrders: [observedStop({ status })] });
    expect(exchange.apply(cancel, now)).toMatchObject({ status: "rejected", code: -2011 });
    exchange.expireConditional(id, now);
    expect([statuses(exchange), exchange.changes]).toEqual([[status], 0]);
  },
);

test("a cancel on another symbol, of an unknown id, or without such a list is rejected", () => {
  const exchange = exchangeWith({ conditionalOrders: [observedStop()] });
  const other = tradingSymbolSchema.parse("ETHUSDT");
  const unknown = clientOrderIdSchema.parse("unknown");
  for (const request of [
    { ...cancel, symbol: other },
    { ...cancel, clientOrderId: unknown },
  ]) {
    expect(exchange.apply(request, now)).toMatchObject({ code: -2011 });
  }
  expect(exchangeWith({}).apply(cancel, now)).toMatchObject({ code: -2011 });
});

const long = { symbol: "BTCUSDT", quantity: "0.003" };

test.each([
  ["with a quantity", observedStop(), "0.001", false],
  ["reduce-only", observedStop({ reduceOnly: true }), "0.001", true],
  ["for the whole position", observedStop({ quantity: null }), "0.003", true],
])("a triggered order %s becomes a normal order", (_, stop, quantity, reduceOnly) => {
  const exchange = exchangeWith({ positions: [long], conditionalOrders: [stop] });
  exchange.trigger(id, "TRIGGERED", now);
  const [order] = exchange.orders();
  expect(statuses(exchange)).toEqual(["TRIGGERED"]);
  expect(order).toMatchObject({
    side: "SELL",
    type: "MARKET",
    status: "OPEN",
    quantity,
    reduceOnly,
  });
  expect(order?.clientOrderId).not.toBe(id);
  // The order of the venue fills by its rules, and cannot be triggered again.
  exchange.trigger(id, "TRIGGERED", now);
  exchange.fill(order?.clientOrderId ?? "", null, now);
  expect(exchange.orders()).toHaveLength(1);
  expect(exchange.positions()[0]?.quantity).toBe(quantity === "0.003" ? "0" : "0.002");
  expect(exchange.breach).toBe(null);
});

test.each([
  ["there is no position", []],
  ["the position is on the other side", [{ symbol: "BTCUSDT", quantity: "-0.003" }]],
])("an order for the whole position expires where %s", (_, positions) => {
  const exchange = exchangeWith({
    positions,
    conditionalOrders: [observedStop({ quantity: null })],
  });
  exchange.trigger(id, "TRIGGERED", now);
  expect([statuses(exchange), exchange.orders()]).toEqual([["EXPIRED"], []]);
});

test("a position that shrinks between trigger and fill is not turned around", () => {
  const exchange = exchangeWith({
    positions: [long],
    conditionalOrders: [observedStop({ quantity: null })],
  });
  exchange.trigger(id, "TRIGGERED", now);
  const [order] = exchange.orders();
  const smaller = exchangeStateSchema.parse({ positions: [{ ...long, quantity: "0.001" }] });
  for (const position of smaller.positions) exchange.setPosition(position, now);
  exchange.fill(order?.clientOrderId ?? "", null, now);
  expect(exchange.positions()[0]?.quantity).toBe("0");
});

test("an order can be triggered in two steps", () => {
  const exchange = exchangeWith({ positions: [long], conditionalOrders: [observedStop()] });
  exchange.trigger(id, "TRIGGERING", now);
  expect([statuses(exchange), exchange.orders()]).toEqual([["TRIGGERING"], []]);
  exchange.trigger(id, "TRIGGERED", now + 1);
  expect([statuses(exchange), exchange.orders().length]).toEqual([["TRIGGERED"], 1]);
  expect(exchange.breach).toBe(null);
});

function breachAfter(status: "CANCELLED" | "TRIGGERING"): string | null {
  const exchange = exchangeWith({ conditionalOrders: [observedStop({ status })] });
  const [order] = exchange.conditionalOrders?.orders() ?? [];
  if (order !== undefined) exchange.conditionalOrders?.setStatus(order, "CANCELLED", now);
  return exchange.breach;
}

test("a change that no exchange makes is a breach", () => {
  expect(breachAfter("CANCELLED")).toBe(`conditional order ${id} changed after it ended`);
  expect(breachAfter("TRIGGERING")).toBe(
    `conditional order ${id} was cancelled while it triggered`,
  );
});

test("a list of only open orders has no ended conditional ones", () => {
  const exchange = exchangeWith({ listsOnlyOpenOrders: true, conditionalOrders: [observedStop()] });
  exchange.expireConditional(id, now);
  expect(exchange.listedConditionalOrders(null)).toEqual([]);
  expect(exchange.listedConditionalOrders(startsAtMs)).toHaveLength(1);
});
