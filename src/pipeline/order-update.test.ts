import { expect, test } from "vitest";
import { decimalSchema } from "../domain/decimal.ts";
import { expectedStateSchema, type ExpectedState } from "../domain/expected-state.ts";
import type { OrderStatus } from "../domain/order.ts";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { expectedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { applyOrderUpdate } from "./order-update.ts";

const createdAtMs = startsAtMs - 1_000;
const expectedState = expectedStateSchema.parse({
  orders: [expectedOrder({ createdAtMs }), expectedOrder({ clientOrderId: ownId(2) })],
});
const clientOrderId = clientOrderIdSchema.parse(ownId());
const update = (status: OrderStatus, afterMs: number, filledQuantity = "0") => ({
  clientOrderId,
  status,
  updatedAtMs: createdAtMs + afterMs,
  filledQuantity: decimalSchema.parse(filledQuantity),
});
type Update = ReturnType<typeof update>;

const statusOf = ({ orders }: typeof expectedState) => orders.map(({ status }) => status);

test("an update changes its order and no other", () => {
  expect(statusOf(applyOrderUpdate(expectedState, update("FILLED", 10)))).toEqual([
    "FILLED",
    "OPEN",
  ]);
  const other = {
    ...update("FILLED", 10, "0.001"),
    clientOrderId: clientOrderIdSchema.parse("other"),
  };
  expect(applyOrderUpdate(expectedState, other)).toBe(expectedState);
});

test.each([
  ["that is older than the expected order", -1, "CANCELLED"],
  ["of the same millisecond that does not end the order", 0, "PENDING"],
] as const)("an update %s changes nothing", (_, afterMs, status) => {
  expect(applyOrderUpdate(expectedState, update(status, afterMs))).toBe(expectedState);
});

test("of two updates in one millisecond the one that ends the order wins", () => {
  const updated = applyOrderUpdate(
    applyOrderUpdate(expectedState, update("PARTIALLY_FILLED", 5)),
    update("FILLED", 5),
  );
  expect(statusOf(updated)[0]).toBe("FILLED");
  for (const status of ["PARTIALLY_FILLED", "UNKNOWN"] as const) {
    expect(statusOf(applyOrderUpdate(updated, update(status, 5)))[0]).toBe("FILLED");
  }
});

/** The state after these updates. */
function after(start: ExpectedState, ...updates: readonly Update[]): ExpectedState {
  let state = start;
  for (const one of updates) state = applyOrderUpdate(state, one);
  return state;
}

test("the same updates in any order, and repeated, lead to the same expected state", () => {
  const all = [
    update("PARTIALLY_FILLED", 5, "0.0004"),
    update("PARTIALLY_FILLED", 5, "0.00050"),
    update("FILLED", 9, "0.001"),
    update("CANCELLED", 9, "0.0005"),
    update("OPEN", 1),
  ];
  const inOrder = after(expectedState, ...all);
  expect(inOrder.positions).toMatchObject([{ symbol: "BTCUSDT", quantity: "0.001" }]);
  expect(after(expectedState, ...all.toReversed(), ...all)).toEqual(inOrder);
});

type Parts = Parameters<typeof expectedOrder>[0];

function positionsAfter(order: Parts, held: string | null, ...updates: readonly Update[]) {
  const { positionSide } = order ?? {};
  const position = { symbol: "BTCUSDT", positionSide, quantity: held ?? "0" } as const;
  const start = expectedStateSchema.parse({
    orders: [expectedOrder({ createdAtMs, ...order })],
    positions: held === null ? [] : [position],
  });
  const { orders, positions } = after(start, ...updates);
  const [moved] = positions;
  return [orders[0]?.filledQuantity, moved?.positionSide, moved?.quantity, positions.length];
}

const part = update("PARTIALLY_FILLED", 5, "0.1");
const whole = update("FILLED", 9, "0.30");

test.each<[string, Parts, string | null, readonly Update[], readonly unknown[]]>([
  ["a buy adds a new entry", {}, null, [part], ["0.1", "BOTH", "0.1", 1]],
  ["a sell subtracts", { side: "SELL" }, "0.1", [whole], ["0.3", "BOTH", "-0.2", 1]],
  ["only what is new of a fill is booked", {}, "1", [part, whole], ["0.3", "BOTH", "1.3", 1]],
  ["a repeated fill is booked once", {}, null, [part, part], ["0.1", "BOTH", "0.1", 1]],
  ["a late fill is booked once", {}, null, [whole, part], ["0.3", "BOTH", "0.3", 1]],
  [
    "a fill before the start is in the position",
    { filledQuantity: "0.10" },
    "0.1",
    [part],
    ["0.10", "BOTH", "0.1", 1],
  ],
  ["an entry that becomes 0 stays", { side: "SELL" }, "0.3", [whole], ["0.3", "BOTH", "0", 1]],
  [
    "an older update without a status to change still fills",
    {},
    null,
    [update("OPEN", 9), part],
    ["0.1", "BOTH", "0.1", 1],
  ],
  [
    "a cancelled order has its fill",
    {},
    null,
    [update("CANCELLED", 9, "0.2")],
    ["0.2", "BOTH", "0.2", 1],
  ],
  [
    "no order fills more than its quantity",
    {},
    null,
    [update("FILLED", 9, "5")],
    ["0.3", "BOTH", "0.3", 1],
  ],
  [
    "a fill moves the leg of its order",
    { positionSide: "SHORT", side: "SELL" },
    "-0.1",
    [part],
    ["0.1", "SHORT", "-0.2", 1],
  ],
  [
    "digits beyond a float are exact",
    {},
    "0.200000000000000001",
    [part],
    ["0.1", "BOTH", "0.300000000000000001", 1],
  ],
  [
    "an update without a fill adds no entry",
    {},
    null,
    [update("OPEN", 5)],
    ["0", undefined, undefined, 0],
  ],
])("%s", (_, order, held, updates, expected) => {
  expect(positionsAfter({ quantity: "0.3", ...order }, held, ...updates)).toEqual(expected);
});

test("a leg of the same symbol stays as it is", () => {
  const start = expectedStateSchema.parse({
    orders: [expectedOrder({ createdAtMs, positionSide: "LONG", quantity: "0.3" })],
    positions: [
      { symbol: "ETHUSDT", positionSide: "LONG", quantity: "3" },
      { symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-0.5" },
    ],
  });
  expect(after(start, part).positions).toEqual([
    ...start.positions,
    { symbol: "BTCUSDT", positionSide: "LONG", quantity: "0.1" },
  ]);
});

const [orderId, earlierId] = ["1002", "1001"];
const usedAgain = expectedStateSchema.parse({
  orders: [
    expectedOrder({ createdAtMs, orderId }),
    expectedOrder({ createdAtMs, symbol: "ETHUSDT" }),
  ],
});

test.each<[string, Partial<Parameters<typeof applyOrderUpdate>[1]>, readonly OrderStatus[]]>([
  ["with its order id", { orderId }, ["FILLED", "OPEN"]],
  ["without an order id", {}, ["FILLED", "OPEN"]],
  ["of an earlier order with its id", { orderId: earlierId }, ["OPEN", "OPEN"]],
  ["of another symbol", { symbol: tradingSymbolSchema.parse("ETHUSDT") }, ["OPEN", "FILLED"]],
  [
    "of a symbol without such an order",
    { symbol: tradingSymbolSchema.parse("SOLUSDT") },
    ["OPEN", "OPEN"],
  ],
])("an update %s changes the order that it names", (_, named, statuses) => {
  const updated = applyOrderUpdate(usedAgain, { ...update("FILLED", 10, "0.001"), ...named });
  expect(statusOf(updated)).toEqual(statuses);
  expect(updated.positions).toHaveLength(statuses.filter((status) => status === "FILLED").length);
});
