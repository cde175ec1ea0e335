import { expect, test } from "vitest";
import type * as z from "zod";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { cancelOrderSchema, placeMarketOrderSchema } from "../domain/port-call.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

const exchangeWith = (state: z.input<typeof exchangeStateSchema>) =>
  new SimulatedExchange(exchangeStateSchema.parse({ prices: { BTCUSDT: "50000" }, ...state }));

const cancel = (parts = {}) =>
  cancelOrderSchema.parse({
    method: "cancelOrder",
    symbol: "BTCUSDT",
    clientOrderId: ownId(),
    ...parts,
  });

const marketOrder = (parts: Partial<z.input<typeof placeMarketOrderSchema>> = {}) =>
  placeMarketOrderSchema.parse({
    method: "placeMarketOrder",
    symbol: "BTCUSDT",
    clientOrderId: "close-1",
    side: "SELL",
    quantity: "1",
    positionSide: null,
    reduceOnly: true,
    ...parts,
  });

test("a cancelled order stays in the list, as cancelled", () => {
  const exchange = exchangeWith({ orders: [observedOrder()] });
  expect(exchange.apply(cancel(), startsAtMs)).toEqual({ status: "accepted" });
  expect(exchange.orders()).toMatchObject([{ status: "CANCELLED", updatedAtMs: startsAtMs }]);
});

test.each([
  ["is unknown", [], {}],
  ["is on another symbol", [observedOrder()], { symbol: "ETHUSDT" }],
  ["has filled", [observedOrder({ status: "FILLED" })], {}],
  ["is cancelled already", [observedOrder({ status: "CANCELLED" })], {}],
] as const)("cancelling an order that %s is -2011", (_, orders, parts) => {
  const reply = exchangeWith({ orders: [...orders] }).apply(cancel(parts), startsAtMs);
  expect(reply).toMatchObject({ status: "rejected", code: -2011 });
});

test.each([
  ["closes a long position", "1", marketOrder(), "0"],
  ["closes a short position", "-1", marketOrder({ side: "BUY" }), "0"],
  ["reduces a position by a part", "1", marketOrder({ quantity: "0.3" }), "0.7"],
  [
    "is clamped to the size of the position when it is reduce-only",
    "1",
    marketOrder({ quantity: "5" }),
    "0",
  ],
  [
    "opens the other side when it is not reduce-only",
    "1",
    marketOrder({ quantity: "5", reduceOnly: null }),
    "-4",
  ],
])("in one-way mode a market order %s", (_, before, order, left) => {
  const exchange = exchangeWith({ positions: [{ symbol: "BTCUSDT", quantity: before }] });
  expect(exchange.apply(order, startsAtMs)).toEqual({ status: "accepted" });
  expect(exchange.positions()).toMatchObject([{ quantity: left, markPrice: "50000" }]);
});

const restingClose = observedOrder({ side: "SELL", quantity: "0.2", reduceOnly: true });

test.each([
  ["there is no position", {}, marketOrder(), -2022],
  [
    "the position is flat",
    { positions: [{ symbol: "BTCUSDT", quantity: "0" }] },
    marketOrder(),
    -2022,
  ],
  [
    "it would add to the position",
    { positions: [{ symbol: "BTCUSDT", quantity: "1" }] },
    marketOrder({ side: "BUY" }),
    -2022,
  ],
  [
    "a resting reduce-only order covers the position",
    { positions: [{ symbol: "BTCUSDT", quantity: "1" }], orders: [restingClose] },
    marketOrder(),
    -2022,
  ],
  [
    "the mode is one-way and it names a leg",
    { positions: [{ symbol: "BTCUSDT", quantity: "1" }] },
    marketOrder({ positionSide: "LONG", reduceOnly: null }),
    -4061,
  ],
  [
    "an order with that id rests",
    { positions: [{ symbol: "BTCUSDT", quantity: "1" }], orders: [observedOrder()] },
    marketOrder({ clientOrderId: ownId() }),
    -4116,
  ],
  [
    "the quantity is zero",
    { positions: [{ symbol: "BTCUSDT", quantity: "1" }] },
    marketOrder({ quantity: "0" }),
    -4003,
  ],
])("in one-way mode a market order is rejected when %s", (_, state, order, code) => {
  const exchange = exchangeWith(state);
  const before = exchange.positions();
  expect(exchange.apply(order, startsAtMs)).toMatchObject({ status: "rejected", code });
  expect(exchange.positions()).toEqual(before);
});

test("a resting order for a part of the position does not block the rest", () => {
  const exchange = exchangeWith({
    positions: [{ symbol: "BTCUSDT", quantity: "1" }],
    orders: [restingClose],
  });
  expect(exchange.apply(marketOrder({ quantity: "0.8" }), startsAtMs).status).toBe("accepted");
});

const legs = [
  { symbol: "BTCUSDT", positionSide: "LONG", quantity: "1" },
  { symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-2" },
] as const;

test.each([
  ["SELL", "LONG", "1", ["0", "-2"]],
  ["BUY", "SHORT", "2", ["1", "0"]],
  ["BUY", "LONG", "1", ["2", "-2"]],
  ["SELL", "SHORT", "1", ["1", "-3"]],
] as const)(
  "in hedge mode %s on %s changes only that leg",
  (side, positionSide, quantity, left) => {
    const exchange = exchangeWith({ positionMode: "hedge", positions: [...legs] });
    const order = marketOrder({ side, positionSide, quantity, reduceOnly: null });
    expect(exchange.apply(order, startsAtMs)).toEqual({ status: "accepted" });
    expect(exchange.positions().map((position) => position.quantity)).toEqual(left);
  },
);

test.each([
  ["has no position side", { reduceOnly: true }, -4061],
  ["has reduceOnly and a position side", { positionSide: "LONG", reduceOnly: true }, -1106],
  ["has reduceOnly false and a position side", { positionSide: "LONG", reduceOnly: false }, -1106],
  [
    "closes more than the size of the leg",
    { positionSide: "LONG", reduceOnly: null, quantity: "1.1" },
    -2022,
  ],
] as const)("in hedge mode a market order is rejected that %s", (_, parts, code) => {
  const exchange = exchangeWith({ positionMode: "hedge", positions: [...legs] });
  const reply = exchange.apply(marketOrder(parts), startsAtMs);
  expect(reply).toMatchObject({ status: "rejected", code });
});

test("a symbol without a price has a null mark price", () => {
  const exchange = exchangeWith({ prices: {}, positions: [{ symbol: "BTCUSDT", quantity: "1" }] });
  expect(exchange.positions()).toMatchObject([{ markPrice: null }]);
});
