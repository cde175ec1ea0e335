import { expect, test } from "vitest";
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import { expectedStateSchema } from "../../src/domain/expected-state.ts";
import type { OrderStatus } from "../../src/domain/order.ts";
import { expectedOrder, ownId, startsAtMs } from "../../src/test-fixtures/scenarios.ts";
import { ExpectedPositions } from "./expected-positions.ts";

type Order = Parameters<typeof expectedOrder>[0];
/** A status, the milliseconds after the order was created, and the fill. */
type Update = readonly [status: OrderStatus, afterMs: number, filled: string, level?: number];
type Entries = Readonly<Record<string, string>>;

const stateOf = (orders: readonly Order[], entries: Entries) =>
  expectedStateSchema.parse({
    orders: orders.map((order) =>
      expectedOrder({ createdAtMs: startsAtMs, quantity: "0.3", ...order }),
    ),
    positions: Object.entries(entries).map(([place, quantity]) => {
      const [symbol = "", positionSide = "BOTH"] = place.split(" ");
      return { symbol, positionSide, quantity };
    }),
  });

function book(booked: ExpectedPositions, updates: readonly Update[]): void {
  for (const [status, afterMs, filled, level] of updates) {
    booked.update({
      clientOrderId: clientOrderIdSchema.parse(ownId(level)),
      status,
      updatedAtMs: startsAtMs + afterMs,
      filledQuantity: decimalSchema.parse(filled),
    });
  }
}

/** How the positions of a bot differ from what is due, or null. */
function difference(
  orders: readonly Order[],
  start: Entries,
  updates: readonly Update[],
  actual: Entries,
): string | null {
  const booked = new ExpectedPositions(stateOf(orders, start));
  book(booked, updates);
  return booked.findWrong(stateOf([], actual).positions, ["BTCUSDT"])?.difference ?? null;
}

const part: Update = ["PARTIALLY_FILLED", 5, "0.1"];
const whole: Update = ["FILLED", 9, "0.3"];
const held = { BTCUSDT: "1" };

test.each<[string, Entries, readonly Update[], Entries]>([
  ["a fill", {}, [part], { BTCUSDT: "0.10" }],
  ["a repeated fill", {}, [part, part], { BTCUSDT: "0.1" }],
  ["a late fill", held, [whole, part], { BTCUSDT: "1.3" }],
  ["two fills of one millisecond", {}, [part, ["PARTIALLY_FILLED", 5, "0.2"]], { BTCUSDT: "0.2" }],
  ["the fill of a cancelled order", {}, [["CANCELLED", 5, "0.2"]], { BTCUSDT: "0.2" }],
  ["a flat entry for an own order", {}, [["OPEN", 5, "0"]], { BTCUSDT: "0" }],
  [
    "an entry of a symbol without orders",
    { ETHUSDT: "2" },
    [part],
    { BTCUSDT: "0.1", ETHUSDT: "2.0" },
  ],
])("a bot that books %s is right", (_, start, updates, actual) => {
  expect(difference([{}], start, updates, actual)).toBeNull();
});

test.each<[string, Entries, readonly Update[], Entries, string]>([
  ["ignores a fill", held, [part], held, "not moved"],
  ["adds no entry", {}, [part], {}, "no entry"],
  ["books a fill twice", held, [part], { BTCUSDT: "1.2" }, "moved too far"],
  ["books a part", held, [whole], { BTCUSDT: "1.1" }, "not moved far enough"],
  ["books the wrong side", held, [part], { BTCUSDT: "0.9" }, "moved to the other side"],
  ["moves without a fill", held, [["OPEN", 5, "0"]], { BTCUSDT: "2" }, "moved without a fill"],
  ["drops an entry without a fill", { ETHUSDT: "0" }, [part], { BTCUSDT: "0.1" }, "no entry"],
  ["drops an open entry", { ETHUSDT: "1" }, [part], { BTCUSDT: "0.1" }, "no entry"],
  [
    "adds a flat entry of another symbol",
    {},
    [part],
    { BTCUSDT: "0.1", ETHUSDT: "0" },
    "an entry without an order",
  ],
  [
    "loses the last digit",
    { BTCUSDT: "0.000000000000000001" },
    [part],
    { BTCUSDT: "0.1" },
    "not moved far enough",
  ],
])("a bot that %s is wrong", (_, start, updates, actual, expected) => {
  expect(difference([{}], start, updates, actual)).toBe(expected);
});

test("the legs of a symbol are booked apart", () => {
  const short = { positionSide: "SHORT", side: "SELL" } as const;
  const start = { "BTCUSDT LONG": "1", "BTCUSDT SHORT": "-1" };
  const moved = { ...start, "BTCUSDT SHORT": "-1.1" };
  expect(difference([short], start, [part], moved)).toBeNull();
  const wrong = { ...start, "BTCUSDT LONG": "0.9" };
  expect(difference([short], start, [part], wrong)).toBe("moved without a fill");
});

test("fills of several orders add up, and an entry that they brought to 0 may go", () => {
  const orders = [{}, { clientOrderId: ownId(2), side: "SELL" } as const];
  const updates: Update[] = [whole, ["FILLED", 9, "0.3", 2]];
  for (const actual of [{}, { BTCUSDT: "0" }]) {
    expect(difference(orders, {}, updates, actual)).toBeNull();
  }
  expect(difference(orders, held, updates, held)).toBeNull();
  expect(difference(orders, held, updates, {})).toBe("no entry");
});

test("the fill that the start includes is not booked again", () => {
  const orders = [{ status: "PARTIALLY_FILLED", filledQuantity: "0.1" } as const];
  expect(difference(orders, held, [part], held)).toBeNull();
  expect(difference(orders, held, [part], { BTCUSDT: "1.1" })).toBe("moved without a fill");
  expect(difference(orders, held, [whole], { BTCUSDT: "1.2" })).toBeNull();
});

test.each<[string, readonly Update[]]>([
  ["more than the quantity", [["CANCELLED", 5, "0.4"]]],
  ["less than the quantity of an order that filled", [["FILLED", 5, "0.2"]]],
  ["a fill of an order that has none", [["OPEN", 5, "0.2"]]],
  ["a fill that shrinks", [part, ["CANCELLED", 9, "0"]]],
  ["a fill that shrinks, in another order of arrival", [["CANCELLED", 9, "0"], part]],
])("no position is due where the updates report %s", (_, updates) => {
  for (const actual of [{}, { BTCUSDT: "0.1" }, { BTCUSDT: "7" }]) {
    expect(difference([{}], {}, updates, actual)).toBeNull();
  }
});

test("a fill is due that is older than its order by the clock of the bot", () => {
  const updates = [["PARTIALLY_FILLED", -1, "0.1"]] as const;
  expect(difference([{}], {}, updates, { BTCUSDT: "0.1" })).toBeNull();
  expect(difference([{}], {}, updates, {})).not.toBeNull();
});

test("a restart begins with other orders and positions, and a placed order has no fill", () => {
  const booked = new ExpectedPositions(stateOf([{}], held));
  book(booked, [part]);
  booked.restart({ orders: [], positions: [] });
  book(booked, [whole]);
  expect(booked.findWrong([], [])).toBeNull();
  const [order] = stateOf([{ filledQuantity: "0.2" }], {}).orders;
  if (order !== undefined) booked.place(order, startsAtMs);
  book(booked, [part]);
  expect(booked.findWrong(stateOf([], { BTCUSDT: "0.1" }).positions, [])).toBeNull();
  expect(booked.findWrong(stateOf([], held).positions, [])).toEqual({
    expected: "BTCUSDT BOTH 0.1",
    actual: "BTCUSDT BOTH 1",
    difference: "moved too far",
  });
});

test("an entry that nothing explains is described without a quantity", () => {
  const booked = new ExpectedPositions(stateOf([], {}));
  expect(booked.findWrong(stateOf([], { ETHUSDT: "0" }).positions, [])).toMatchObject({
    expected: "ETHUSDT BOTH without an entry",
    actual: "ETHUSDT BOTH 0",
  });
});

test("an entry that fills brought to 0 may go where the whitelist has its symbol", () => {
  const closed = new ExpectedPositions(stateOf([{ side: "SELL" }], { BTCUSDT: "0.3" }));
  book(closed, [whole]);
  expect(closed.findWrong(stateOf([], { BTCUSDT: "0" }).positions, [])).toBeNull();
  expect(closed.findWrong([], ["BTCUSDT"])).toBeNull();
  expect(closed.findWrong([], ["ETHUSDT"])?.difference).toBe("no entry");
});
