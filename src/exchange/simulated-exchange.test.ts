import { expect, test } from "vitest";
import type * as z from "zod";
import { unsignedDecimalSchema, zero } from "../domain/decimal.ts";
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

const messages: Readonly<Record<number, string>> = {
  [-2011]: "Unknown order sent.",
  [-2022]: "ReduceOnly Order is rejected.",
  [-4118]: "ReduceOnly Order Failed. Please check your existing position and open orders",
  [-4061]: "Order's position side does not match user's setting.",
  [-4116]: "clientOrderId is duplicated",
  [-4003]: "Quantity less than zero.",
  [-1106]: "Parameter 'reduceOnly' sent when not required.",
};
const rejectedBy = (code: number) => ({ status: "rejected", code, message: messages[code] });

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
  expect(reply).toEqual(rejectedBy(-2011));
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
    {
      positions: [{ symbol: "BTCUSDT", quantity: "1" }],
      orders: [{ ...restingClose, quantity: "1" }],
    },
    marketOrder({ quantity: "0.1" }),
    -4118,
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
  expect(exchange.apply(order, startsAtMs)).toEqual(rejectedBy(code));
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
  expect(reply).toEqual(rejectedBy(code));
});

test("a symbol without a price has a null mark price", () => {
  const exchange = exchangeWith({ prices: {}, positions: [{ symbol: "BTCUSDT", quantity: "1" }] });
  expect(exchange.positions()).toMatchObject([{ markPrice: null }]);
});

const named = { symbol: "BTCUSDT", orderId: "1001", filledQuantity: "0" };
const updateOf = (level: number) => ({ clientOrderId: ownId(level), ...named });

test("every change of an order is an update, and the list of an earlier time is without it", () => {
  const exchange = exchangeWith({ orders: [observedOrder()] });
  const added = { ...observedOrder({ ...updateOf(2), status: "OPEN" }) } as never;
  exchange.addOrder(added, startsAtMs + 1);
  exchange.apply(cancel(), startsAtMs + 2);
  exchange.expire(ownId(2), startsAtMs + 3);
  exchange.expire(ownId(3), startsAtMs + 4);
  expect(exchange.updates).toEqual([
    { ...updateOf(2), status: "OPEN", updatedAtMs: startsAtMs - 100_000 },
    { ...updateOf(1), status: "CANCELLED", updatedAtMs: startsAtMs + 2 },
    { ...updateOf(2), status: "CANCELLED", updatedAtMs: startsAtMs + 3 },
  ]);
  const statuses = (afterMs: number) =>
    exchange.orders(startsAtMs + afterMs).map((one) => one.status);
  expect([0, 1, 2, 3].map(statuses)).toEqual([
    ["OPEN"],
    ["OPEN", "OPEN"],
    ["CANCELLED", "OPEN"],
    ["CANCELLED", "CANCELLED"],
  ]);
  expect(exchange.order(ownId(2))?.status).toBe("CANCELLED");
  expect(exchange.order(ownId(3))).toBeUndefined();
});

test("positions as of an earlier time have the price of now", () => {
  const exchange = exchangeWith({ positions: [{ symbol: "BTCUSDT", quantity: "1" }] });
  exchange.apply(marketOrder({ quantity: "0.4" }), startsAtMs + 5);
  const [then, now] = [exchange.positions(startsAtMs + 4), exchange.positions(startsAtMs + 5)];
  const common = { symbol: "BTCUSDT", positionSide: "BOTH", markPrice: "50000" };
  expect([then, now]).toEqual([[{ ...common, quantity: "1" }], [{ ...common, quantity: "0.6" }]]);
});

test("a symbol is listed by its price, an order or a position", () => {
  const exchange = exchangeWith({
    orders: [observedOrder({ symbol: "ETHUSDT" })],
    positions: [{ symbol: "ADAUSDT", quantity: "0" }],
  });
  const symbols = ["BTCUSDT", "ETHUSDT", "ADAUSDT", "SOLUSDT"];
  expect(symbols.map((symbol) => exchange.lists(symbol))).toEqual([true, true, true, false]);
});

const covering = { side: "SELL", quantity: "1", reduceOnly: true } as const;

test.each<[string, Parameters<typeof observedOrder>[0], string]>([
  ["reduces as much", {}, "rejected"],
  ["reduces more", { quantity: "1.5" }, "rejected"],
  ["reduces less", { quantity: "0.99" }, "accepted"],
  ["has filled in part", { filledQuantity: "0.1", status: "PARTIALLY_FILLED" }, "accepted"],
  ["may open a position", { reduceOnly: false }, "accepted"],
  ["has ended", { status: "CANCELLED" }, "accepted"],
  ["is on the other side", { side: "BUY" }, "accepted"],
  ["is on another symbol", { symbol: "ETHUSDT" }, "accepted"],
])("where a resting order %s, an order that reduces is answered so", (_, order, status) => {
  const exchange = exchangeWith({
    positions: [{ symbol: "BTCUSDT", quantity: "1" }],
    orders: [observedOrder({ ...covering, ...order })],
  });
  expect(exchange.apply(marketOrder({ quantity: "1.01" }), startsAtMs).status).toBe(status);
  const left = status === "accepted" ? "0" : "1";
  expect(exchange.positions()).toMatchObject([{ quantity: left }]);
});

const closeLong = (order: Parameters<typeof observedOrder>[0], quantity: string) =>
  exchangeWith({
    positionMode: "hedge",
    positions: [...legs],
    orders: [observedOrder({ quantity: "1", ...order })],
  }).apply(marketOrder({ positionSide: "LONG", reduceOnly: null, quantity }), startsAtMs);

test("in hedge mode a resting order on the closing side covers its leg", () => {
  const onLong = { side: "SELL", positionSide: "LONG" } as const;
  expect(closeLong(onLong, "0.1")).toEqual(rejectedBy(-4118));
  expect(closeLong({ ...onLong, quantity: "0.4" }, "1")).toEqual({ status: "accepted" });
  expect(closeLong({ ...onLong, quantity: "0.4" }, "1.1")).toEqual(rejectedBy(-2022));
  expect(closeLong({ side: "BUY", positionSide: "LONG" }, "1").status).toBe("accepted");
  expect(closeLong({ side: "SELL", positionSide: "SHORT" }, "1").status).toBe("accepted");
  const onShort = { side: "SELL", positionSide: "SHORT", reduceOnly: true } as const;
  expect(closeLong(onShort, "1").status).toBe("accepted");
});

test.each([
  ["a part of it", "1", "0.4", "0.6"],
  ["nothing", "1", "0", "1"],
  ["all of it", "1", "2", "0"],
  ["no more than the position", "5", "2", "0"],
])("a market order that expires after a fill of %s leaves the rest", (_, quantity, most, left) => {
  const exchange = exchangeWith({ positions: [{ symbol: "BTCUSDT", quantity: "1" }] });
  const order = marketOrder({ quantity });
  const filled = unsignedDecimalSchema.parse(most);
  expect(exchange.apply(order, startsAtMs, filled)).toEqual({ status: "accepted" });
  expect(exchange.positions()).toMatchObject([{ quantity: left }]);
  expect([exchange.breach, exchange.changes]).toEqual([null, most === "0" ? 0 : 1]);
});

test("a cancel has no part that could expire", () => {
  const exchange = exchangeWith({ orders: [observedOrder()] });
  expect(exchange.apply(cancel(), startsAtMs, zero)).toEqual({ status: "accepted" });
  expect(exchange.orders()).toMatchObject([{ status: "CANCELLED" }]);
});

test("without a position, or on its own side, an order that may open one does", () => {
  const exchange = exchangeWith({});
  const order = marketOrder({ side: "BUY", reduceOnly: false, quantity: "2" });
  expect(exchange.apply(order, startsAtMs)).toEqual({ status: "accepted" });
  expect(exchange.positions()).toMatchObject([{ positionSide: "BOTH", quantity: "2" }]);
  expect(exchange.positionQuantity(order)).toBe("2");
  expect(exchange.positionQuantity({ ...order, positionSide: "LONG" })).toBe("0");
});

test("an id may be used again when its order has ended", () => {
  const exchange = exchangeWith({
    positions: [{ symbol: "BTCUSDT", quantity: "1" }],
    orders: [observedOrder({ status: "FILLED" })],
  });
  const order = marketOrder({ clientOrderId: ownId() });
  expect(exchange.apply(order, startsAtMs)).toEqual({ status: "accepted" });
});
