import { expect, test } from "vitest";
import { exchangeStateSchema } from "../../domain/exchange-state.ts";
import { type Decimal, decimalSchema } from "../../domain/decimal.ts";
import { observedOrderSchema } from "../../domain/order.ts";
import type { SnapshotPartStep } from "../step.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import { SimulatedExchange } from "../../exchange/simulated-exchange.ts";
import { observedOrder, ownId, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { snapshot, takeSnapshot } from "./snapshot.ts";

const quantityOf = (quantity: string): Decimal => decimalSchema.parse(quantity);

/** An order of 1 fills to a half at 1,000 ms and completely at 2,000; another appears at 2,000. */
function snapshotOf(orders: SnapshotPartStep, positions: SnapshotPartStep) {
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ orders: [observedOrder({ quantity: "1" })] }),
  );
  exchange.fill(ownId(), quantityOf("0.5"), startsAtMs + 1_000);
  exchange.fill(ownId(), null, startsAtMs + 2_000);
  const second = observedOrderSchema.parse(observedOrder({ clientOrderId: ownId(2) }));
  exchange.addOrder(second, startsAtMs + 2_000);
  const taken = takeSnapshot({ orders, positions }, exchange, startsAtMs + 2_000);
  return {
    orders:
      taken.orders.status === "ok"
        ? taken.orders.items.map(({ status }) => status)
        : taken.orders.status,
    positions:
      taken.positions.status === "ok"
        ? taken.positions.items.map(({ quantity }) => quantity)
        : taken.positions.status,
    times: [taken.orders.takenAtMs - startsAtMs, taken.positions.takenAtMs - startsAtMs],
  };
}

const ok: SnapshotPartStep = { kind: "ok" };
const old = (ageMs: number): SnapshotPartStep => ({ kind: "old", ageMs });

test("each part has its own time and the state of that time", () => {
  expect(snapshotOf(ok, ok)).toEqual({
    orders: ["FILLED", "OPEN"],
    positions: ["1"],
    times: [2_000, 2_000],
  });
  expect(snapshotOf(old(1_000), ok)).toEqual({
    orders: ["PARTIALLY_FILLED"],
    positions: ["1"],
    times: [1_000, 2_000],
  });
  expect(snapshotOf(ok, old(1_001))).toEqual({
    orders: ["FILLED", "OPEN"],
    positions: [],
    times: [2_000, 999],
  });
  expect(snapshotOf(old(1_001), old(2_001))).toMatchObject({ orders: ["OPEN"], positions: [] });
});

test("a part from the future has the current state, and a failed part has none", () => {
  expect(snapshotOf({ kind: "future", skewMs: 5 }, { kind: "failed" })).toEqual({
    orders: ["FILLED", "OPEN"],
    positions: "failed",
    times: [2_005, 2_000],
  });
});

test("an earlier state is read for each leg separately", () => {
  const symbol = tradingSymbolSchema.parse("BTCUSDT");
  const positions = [{ symbol, positionSide: "LONG" as const, quantity: "1" }];
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ positionMode: "hedge", positions }),
  );
  exchange.setPosition(
    { symbol, positionSide: "SHORT", quantity: quantityOf("-2") },
    startsAtMs + 1,
  );
  exchange.setPosition({ symbol, positionSide: "LONG", quantity: quantityOf("3") }, startsAtMs + 2);
  const quantities = (atMs: number) => exchange.positions(atMs).map(({ quantity }) => quantity);
  expect(quantities(startsAtMs)).toEqual(["1"]);
  expect(quantities(startsAtMs + 1)).toEqual(["1", "-2"]);
  expect(quantities(startsAtMs + 2)).toEqual(["3", "-2"]);
});

const lagging = (ageMs: number): SnapshotPartStep => ({ kind: "lagging", ageMs });
const now = [2_000, 2_000];

test("a part that lags behind has the state of then, with the time of now", () => {
  expect(snapshotOf(lagging(1_000), lagging(1_001))).toEqual({
    orders: ["PARTIALLY_FILLED"],
    positions: [],
    times: now,
  });
});

test.each<[string, SnapshotPartStep, string[]]>([
  ["no entry", { kind: "truncated", count: 0 }, []],
  ["the first entry", { kind: "truncated", count: 1 }, ["FILLED"]],
  ["more entries than there are", { kind: "truncated", count: 9 }, ["FILLED", "OPEN"]],
  ["all but the first", { kind: "omitting", index: 0 }, ["OPEN"]],
  ["all but the second, counted round", { kind: "omitting", index: 3 }, ["FILLED"]],
  [
    "an entry twice, the older copy last",
    { kind: "repeating", index: 0, ageMs: 1_000, olderCopy: "last" },
    ["FILLED", "OPEN", "PARTIALLY_FILLED"],
  ],
  [
    "an entry twice, the older copy first",
    { kind: "repeating", index: 2, ageMs: 1_001, olderCopy: "first" },
    ["OPEN", "FILLED", "OPEN"],
  ],
  [
    "an entry that was not there yet, twice as it is",
    { kind: "repeating", index: 1, ageMs: 1_000, olderCopy: "last" },
    ["FILLED", "OPEN", "OPEN"],
  ],
])("a list can have %s, with the time of now", (_, part, statuses) => {
  expect(snapshotOf(part, ok)).toEqual({ orders: statuses, positions: ["1"], times: now });
});

test("a copy of an order is not another order with its client order id", () => {
  const first = observedOrder({ orderId: "1", status: "FILLED" });
  const second = { orderId: "2" };
  const other = observedOrder({ ...second, symbol: "ETHUSDT" });
  const orders = [first, observedOrder(second), other];
  const exchange = new SimulatedExchange(exchangeStateSchema.parse({ orders }));
  const shown = [0, 1, 2].map((index) => {
    const part = { kind: "repeating", index, ageMs: 0, olderCopy: "last" } as const;
    const list = takeSnapshot({ orders: part, positions: ok }, exchange, startsAtMs).orders;
    const last = list.status === "ok" ? list.items.at(-1) : undefined;
    return `${last?.symbol} ${last?.orderId}`;
  });
  expect(shown).toEqual(["BTCUSDT 1", "BTCUSDT 2", "ETHUSDT 2"]);
});

test("each copy of a position is of the same leg", () => {
  const part = { kind: "repeating", index: 0, ageMs: 2_000, olderCopy: "last" } as const;
  expect(snapshotOf(ok, part).positions).toEqual(["1", "1"]);
  expect(snapshotOf(ok, { ...part, ageMs: 1_000 }).positions).toEqual(["1", "0.5"]);
});

test("both copies of a position have the price of now", () => {
  const positions = [{ symbol: "BTCUSDT", quantity: "1" }];
  const start = exchangeStateSchema.parse({ positions, prices: { BTCUSDT: "50000" } });
  const exchange = new SimulatedExchange(start);
  exchange.setPrice("BTCUSDT", decimalSchema.parse("40000"), startsAtMs + 1);
  const part = { kind: "repeating", index: 0, ageMs: 1_000, olderCopy: "first" } as const;
  const list = takeSnapshot({ orders: ok, positions: part }, exchange, startsAtMs + 1).positions;
  const prices = list.status === "ok" ? list.items.map(({ markPrice }) => markPrice) : [];
  expect(prices).toEqual(["40000", "40000"]);
});

test("an empty list stays empty", () => {
  const exchange = new SimulatedExchange(exchangeStateSchema.parse({}));
  for (const part of [
    { kind: "omitting", index: 1 },
    { kind: "repeating", index: 1, ageMs: 0, olderCopy: "first" },
  ] as const) {
    const { orders } = takeSnapshot({ orders: part, positions: ok }, exchange, startsAtMs);
    expect(orders).toEqual({ status: "ok", takenAtMs: startsAtMs, items: [] });
  }
});

test("a list of only open orders has an order until it ends", () => {
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ orders: [observedOrder()], listsOnlyOpenOrders: true }),
  );
  exchange.fill(ownId(), null, startsAtMs + 1);
  const statuses = (part: SnapshotPartStep) => {
    const { orders } = takeSnapshot({ orders: part, positions: ok }, exchange, startsAtMs + 1);
    return orders.status === "ok" ? orders.items.map(({ status }) => status) : [];
  };
  expect(statuses(ok)).toEqual([]);
  expect(statuses(lagging(1))).toEqual(["OPEN"]);
  expect(exchange.orders().map(({ status }) => status)).toEqual(["FILLED"]);
});

test("a part shrinks to a whole one, and then to smaller numbers", () => {
  const step = (orders: SnapshotPartStep) => ({ kind: "snapshot", orders, positions: ok }) as const;
  const shrunk = (part: SnapshotPartStep) =>
    snapshot.shrink(step(part)).map(({ orders }) => orders);
  expect(shrunk(ok)).toEqual([]);
  expect(shrunk({ kind: "failed" })).toEqual([ok]);
  expect(shrunk({ kind: "truncated", count: 1 })).toEqual([ok, { kind: "truncated", count: 0 }]);
  expect(shrunk({ kind: "omitting", index: 1 })).toEqual([ok, { kind: "omitting", index: 0 }]);
  expect(shrunk(lagging(3))).toEqual([ok, lagging(0), lagging(2)]);
  const twice = { kind: "repeating", index: 1, ageMs: 1, olderCopy: "first" } as const;
  expect(shrunk(twice)).toEqual([
    ok,
    { ...twice, ageMs: 0 },
    { ...twice, index: 0 },
    { ...twice, olderCopy: "last" },
    { kind: "old", ageMs: 120_001 },
  ]);
});

test.each<[SnapshotPartStep, string]>([
  [{ kind: "truncated", count: 2 }, "truncated after 2"],
  [lagging(5), "lagging by 5 ms"],
  [{ kind: "omitting", index: 0 }, "without entry 1"],
  [
    { kind: "repeating", index: 1, ageMs: 5, olderCopy: "first" },
    "with entry 2 twice, first its state of 5 ms ago",
  ],
])("%j in a timeline", (orders, text) => {
  const described = snapshot.describe({ kind: "snapshot", orders, positions: ok }, startsAtMs);
  expect(described).toBe(`snapshot: orders ${text}, positions ok`);
});
