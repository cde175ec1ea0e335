import { expect, test } from "vitest";
import { observedOrderSchema, type OrderStatus } from "../domain/order.ts";
import { observedPositionSchema, type PositionSide } from "../domain/position.ts";
import { live, longPosition, outcomes, requests, type Parts } from "../test-fixtures/observe.ts";
import { expectedOrder, observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { findContradiction, firstOfEachPosition, newestOfEachOrder } from "./repeated-entries.ts";

const order = (status: OrderStatus, updatedAtMs = startsAtMs, parts = {}) =>
  observedOrderSchema.parse(observedOrder({ status, updatedAtMs, ...parts }));
const position = (quantity: string, positionSide: PositionSide = "BOTH", symbol = "BTCUSDT") =>
  observedPositionSchema.parse({ symbol, positionSide, quantity, markPrice: null });

test("a list without copies is returned as it is", () => {
  const orders = [order("OPEN"), order("OPEN", startsAtMs, { clientOrderId: ownId(2) })];
  expect(newestOfEachOrder(orders)).toBe(orders);
  const positions = [position("1"), position("1", "BOTH", "ETHUSDT")];
  expect(firstOfEachPosition(positions)).toBe(positions);
});

test.each<[string, OrderStatus, number, OrderStatus, number, OrderStatus]>([
  ["the later change", "OPEN", 1, "FILLED", 2, "FILLED"],
  ["the later change, also to a live state", "CANCELLED", 1, "OPEN", 2, "OPEN"],
  ["of one millisecond the end", "OPEN", 1, "CANCELLED", 1, "CANCELLED"],
  ["of one millisecond the later state", "OPEN", 1, "PARTIALLY_FILLED", 1, "PARTIALLY_FILLED"],
])("of two copies of an order %s counts", (_, status, atMs, other, otherAtMs, newest) => {
  const copies = [order(status, startsAtMs + atMs), order(other, startsAtMs + otherAtMs)];
  for (const listed of [copies, copies.toReversed()]) {
    expect(newestOfEachOrder(listed).map((one) => one.status)).toEqual([newest]);
  }
});

test("the same id on two symbols is two orders", () => {
  const orders = [order("OPEN"), order("FILLED", startsAtMs + 1, { symbol: "ETHUSDT" })];
  expect(newestOfEachOrder(orders)).toEqual(orders);
});

test("equal copies of a position are one, and legs are two", () => {
  const long = position("1", "LONG");
  const short = position("-1", "SHORT");
  expect(firstOfEachPosition([long, short, position("1.0", "LONG")])).toEqual([long, short]);
});

test("only two quantities of one position are a contradiction", () => {
  expect(findContradiction([position("1"), position("1.0"), position("2", "LONG")])).toBeNull();
  expect(findContradiction([position("0"), position("-0")])).toBeNull();
  const [one, other] = [position("1"), position("0")];
  expect(findContradiction([position("3", "LONG"), one, other])).toEqual([one, other]);
});

const showing = (
  part: "orders" | "positions",
  ageMs: number,
  changed: NonNullable<Parts["steps"]> = [],
): NonNullable<Parts["steps"]> => [
  ...changed,
  { kind: "snapshot", [part]: { kind: "repeating", index: 0, ageMs, olderCopy: "last" } },
  { kind: "reconcile" },
];

test("an expected order that a list shows twice is no mismatch", async () => {
  const seen = await live({
    config: { action: "cancel_all" },
    expected: { orders: [expectedOrder()] },
    exchange: { orders: [observedOrder()] },
    steps: showing("orders", 0),
  });
  expect(seen.run.results).toEqual([]);
  expect(seen.portCalls).toEqual([]);
});

test("an order that a list shows as open and as cancelled is not cancelled again", async () => {
  const seen = await live({
    config: { action: "cancel_all" },
    exchange: { orders: [observedOrder()] },
    steps: showing("orders", 1, [{ kind: "cancel-by-exchange", clientOrderId: ownId() }]),
  });
  expect(seen.run.results).toEqual([]);
});

const flat = { ...longPosition, quantity: "0" };
const held: Parts = {
  config: { action: "flatten" },
  exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
};

test("a position that a list shows twice is flattened once", async () => {
  const seen = await live({ ...held, steps: showing("positions", 0) });
  expect(outcomes(seen)).toEqual(["executed"]);
  expect(requests(seen)).toHaveLength(1);
});

test("a list of positions that contradicts itself causes no action, and the run names it", async () => {
  const changed = [{ kind: "set-position", position: flat }] as const;
  const seen = await live({ ...held, steps: showing("positions", 1, [...changed]) });
  expect(seen.portCalls).toEqual([]);
  expect(seen.run).toMatchObject({ status: "blocked", blockReason: "snapshot_unreadable" });
  expect(seen.run.rejectedParts).toEqual([
    {
      part: "positions",
      reason: "snapshot_unreadable",
      detail: "BTCUSDT BOTH is listed with 0 and with 0.001",
    },
  ]);
});

test("a stale list of positions is stale, whether it contradicts itself or not", async () => {
  const steps = showing("positions", 1, [{ kind: "set-position", position: flat }]);
  const late = steps.toSpliced(-1, 0, { kind: "advance-clock", ms: 120_001 });
  expect((await live({ ...held, steps: late })).run.rejectedParts).toMatchObject([
    { part: "orders", reason: "snapshot_stale" },
    { part: "positions", reason: "snapshot_stale" },
  ]);
});

test("an expected order that a list hides is missing, and nothing follows", async () => {
  const parts: Parts = {
    config: { action: "cancel_all" },
    expected: { orders: [expectedOrder()] },
    exchange: { orders: [observedOrder()] },
    steps: [{ kind: "snapshot", orders: { kind: "truncated", count: 0 } }, { kind: "reconcile" }],
  };
  const seen = await live(parts);
  expect(seen.run.results.map(({ mismatch }) => mismatch.type)).toEqual([
    "ORDER_MISSING_ON_EXCHANGE",
  ]);
  expect(outcomes(seen)).toEqual(["skipped_no_action"]);
});
