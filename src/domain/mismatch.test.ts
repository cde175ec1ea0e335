import { expect, test } from "vitest";
import { observedOrderSchema } from "./order.ts";
import { observedPositionSchema } from "./position.ts";
import { inProcessingOrder, namedMismatchSchema, type Mismatch } from "./mismatch.ts";
import { observedOrder } from "../test-fixtures/scenarios.ts";

function unexpectedOrder(parts: Parameters<typeof observedOrder>[0]): Mismatch {
  const observed = observedOrderSchema.parse(observedOrder(parts));
  const { symbol, positionSide, clientOrderId } = observed;
  return {
    type: "ORDER_EXISTS_UNEXPECTED",
    symbol,
    positionSide,
    clientOrderId,
    expected: null,
    observed,
  };
}

function unexpectedPosition(symbol: string, positionSide: "LONG" | "SHORT"): Mismatch {
  const quantity = positionSide === "LONG" ? "1" : "-1";
  const observed = observedPositionSchema.parse({ symbol, positionSide, quantity, markPrice: "1" });
  return {
    type: "POSITION_NONZERO_UNEXPECTED",
    symbol: observed.symbol,
    positionSide,
    expected: null,
    observed,
  };
}

test("mismatches are sorted by priority, symbol, position side and id, by code unit", () => {
  const sorted = [
    unexpectedOrder({ clientOrderId: "grinder_grid_BTCUSDT_10_1_1" }),
    unexpectedOrder({ clientOrderId: "grinder_grid_BTCUSDT_2_1_1" }),
    unexpectedOrder({ clientOrderId: "A", positionSide: "SHORT" }),
    unexpectedOrder({ clientOrderId: "Z", symbol: "ETHUSDT" }),
    unexpectedOrder({ clientOrderId: "a", symbol: "ETHUSDT" }),
    unexpectedPosition("BTCUSDT", "LONG"),
    unexpectedPosition("BTCUSDT", "SHORT"),
    unexpectedPosition("ETHUSDT", "LONG"),
  ];
  expect(inProcessingOrder(sorted.toReversed())).toEqual(sorted);
});

test("the input is not changed", () => {
  const mismatches = [unexpectedPosition("ETHUSDT", "LONG"), unexpectedPosition("BTCUSDT", "LONG")];
  inProcessingOrder(mismatches);
  expect(mismatches.map(({ symbol }) => symbol)).toEqual(["ETHUSDT", "BTCUSDT"]);
});

test("a target names an order by its id, and a position without one", () => {
  const place = { symbol: "BTCUSDT", positionSide: "BOTH" };
  const order = { type: "ORDER_EXISTS_UNEXPECTED", ...place, clientOrderId: "grinder_1" };
  const position = { type: "POSITION_NONZERO_UNEXPECTED", ...place };
  expect(namedMismatchSchema.parse(order)).toEqual(order);
  expect(namedMismatchSchema.parse(position)).toEqual(position);
  const { clientOrderId, ...unnamed } = order;
  expect(namedMismatchSchema.safeParse(unnamed).success).toBe(false);
  expect(namedMismatchSchema.safeParse({ ...position, clientOrderId }).success).toBe(false);
});
