import { expect, test } from "vitest";
import { decimalSchema } from "../domain/decimal.ts";
import { observedOrderSchema } from "../domain/order.ts";
import { positionSchema } from "../domain/position.ts";
import { observedOrder } from "../test-fixtures/scenarios.ts";
import { breachOfFill, breachOfOrder, breachOfPosition } from "./invariants.ts";

const decimal = (text: string) => decimalSchema.parse(text);

const order = (filledQuantity: string, parts: Parameters<typeof observedOrder>[0] = {}) =>
  observedOrderSchema.parse(
    observedOrder({ clientOrderId: "o", quantity: "2", filledQuantity, ...parts }),
  );

test.each([
  ["fills a part", order("0"), order("1", { status: "PARTIALLY_FILLED" }), null],
  ["fills the rest", order("1"), order("2", { status: "FILLED" }), null],
  ["is cancelled", order("1"), order("1", { status: "CANCELLED" }), null],
  [
    "is cancelled, though it started filled too far",
    order("3"),
    order("3", { status: "CANCELLED" }),
    null,
  ],
  [
    "is cancelled after its end",
    order("2", { status: "FILLED" }),
    order("2", { status: "CANCELLED" }),
    "order o changed after it ended",
  ],
  ["grows", order("0"), order("0", { quantity: "3" }), "order o has another quantity than before"],
  ["loses a fill", order("1"), order("0.5"), "order o lost a part of its fill"],
  ["fills too far", order("1"), order("2.1"), "order o filled more than its quantity"],
  [
    "fills further, too far already",
    order("3"),
    order("4"),
    "order o filled more than its quantity",
  ],
])("an order that %s", (_, before, after, breach) => {
  expect(breachOfOrder(before, after)).toBe(breach);
});

test.each([
  ["LONG", "-1", "position BTCUSDT LONG is -1, on the wrong side of zero"],
  ["SHORT", "1", "position BTCUSDT SHORT is 1, on the wrong side of zero"],
  ["LONG", "1", null],
  ["SHORT", "-1", null],
  ["SHORT", "0", null],
  ["BOTH", "-1", null],
  ["BOTH", "1", null],
] as const)("a position %s of %s", (positionSide, quantity, breach) => {
  const flat = positionSchema.parse({ symbol: "BTCUSDT", positionSide, quantity: "0" });
  expect(breachOfPosition({ ...flat, quantity: decimal(quantity) })).toBe(breach);
});

test.each([
  ["BUY", "1", "0", "1", "opens", null],
  ["SELL", "3", "1", "-2", "opens", null],
  ["SELL", "1", "1", "0", "reduces", null],
  ["SELL", "0.50", "1", "0.5", "reduces", null],
  ["BUY", "1", "-2", "-1", "reduces", null],
  ["BUY", "0", "0", "0", "reduces", null],
  ["BUY", "1", "0", "2", "opens", "moved a position from 0 to 2, which is not its quantity"],
  ["SELL", "1", "0", "1", "opens", "moved a position from 0 to 1, which is not its quantity"],
  ["SELL", "3", "2", "-1", "reduces", "moved a position from 2 to -1, though it may only reduce"],
  ["SELL", "3", "1", "-2", "reduces", "moved a position from 1 to -2, though it may only reduce"],
  ["BUY", "1", "1", "2", "reduces", "moved a position from 1 to 2, though it may only reduce"],
  ["BUY", "1", "0", "1", "reduces", "moved a position from 0 to 1, though it may only reduce"],
] as const)("a %s of %s from %s to %s that %s", (side, quantity, before, after, way, breach) => {
  const fill = { side, mayOnlyReduce: way === "reduces", quantity: decimal(quantity) };
  const expected = breach === null ? null : `a ${side} of ${quantity} ${breach}`;
  expect(breachOfFill(fill, decimal(before), decimal(after))).toBe(expected);
});
