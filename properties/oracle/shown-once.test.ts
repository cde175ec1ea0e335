import { expect, test } from "vitest";
import { observedOrderSchema, type OrderStatus } from "../../src/domain/order.ts";
import { observedPositionSchema, type PositionSide } from "../../src/domain/position.ts";
import { observedOrder, ownId, startsAtMs } from "../../src/test-fixtures/scenarios.ts";
import { isContradictory, ordersOnce, positionsOnce } from "./shown-once.ts";

const order = (status: OrderStatus, afterMs = 0, parts = {}) =>
  observedOrderSchema.parse(observedOrder({ status, updatedAtMs: startsAtMs + afterMs, ...parts }));
const position = (quantity: string, positionSide: PositionSide = "BOTH") =>
  observedPositionSchema.parse({ symbol: "BTCUSDT", positionSide, quantity, markPrice: null });

test.each<[string, ReturnType<typeof order>, ReturnType<typeof order>]>([
  ["the later change", order("FILLED", 2), order("OPEN", 1)],
  ["the later change to a live state", order("OPEN", 2), order("CANCELLED", 1)],
  ["in one millisecond the end", order("CANCELLED"), order("UNKNOWN")],
  ["in one millisecond the later state", order("PARTIALLY_FILLED"), order("OPEN")],
])("of two copies %s counts", (_, newer, older) => {
  expect(ordersOnce([newer, older])).toEqual([newer]);
  expect(ordersOnce([older, newer])).toEqual([newer]);
});

test("of equal copies one counts, and other orders stay", () => {
  const other = order("OPEN", 0, { clientOrderId: ownId(2) });
  const otherSymbol = order("OPEN", 0, { symbol: "ETHUSDT" });
  const orders = [order("OPEN"), other, order("OPEN"), otherSymbol, order("OPEN")];
  expect(ordersOnce(orders)).toEqual([order("OPEN"), other, otherSymbol]);
  expect(ordersOnce([order("OPEN"), other])).toEqual([order("OPEN"), other]);
});

test("a list contradicts itself where one position has two quantities", () => {
  expect(isContradictory([])).toBe(false);
  expect(isContradictory([position("1"), position("1.0")])).toBe(false);
  expect(isContradictory([position("1", "LONG"), position("-2", "SHORT")])).toBe(false);
  expect(isContradictory([position("1"), position("-1")])).toBe(true);
  expect(isContradictory([position("2"), position("0"), position("2")])).toBe(true);
});

test("the first copy of each position counts", () => {
  const [long, short] = [position("1", "LONG"), position("-1", "SHORT")];
  expect(positionsOnce([long, short, position("1.0", "LONG")])).toEqual([long, short]);
});
