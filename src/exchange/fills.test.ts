import { expect, test } from "vitest";
import type * as z from "zod";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { decimalSchema } from "../domain/decimal.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

const nowMs = startsAtMs + 5;

/** The exchange after an order has filled, by a part or to its end. */
function filled(
  order: Parameters<typeof observedOrder>[0],
  held: string,
  quantity: string | null = null,
  positionSide: "BOTH" | "LONG" | "SHORT" = "BOTH",
) {
  const state: z.input<typeof exchangeStateSchema> = {
    positionMode: positionSide === "BOTH" ? "one_way" : "hedge",
    orders: [observedOrder({ quantity: "1", positionSide, ...order })],
    positions: [{ symbol: "BTCUSDT", positionSide, quantity: held }],
  };
  const exchange = new SimulatedExchange(exchangeStateSchema.parse(state));
  exchange.fill(ownId(), quantity === null ? null : decimalSchema.parse(quantity), nowMs);
  const [seen] = exchange.orders();
  const [position] = exchange.positions();
  return {
    status: seen?.status,
    filled: seen?.filledQuantity,
    held: position?.quantity,
    updatedAtMs: seen?.updatedAtMs,
  };
}

test.each([
  ["a part of a buy adds it", {}, "0", "0.4", ["PARTIALLY_FILLED", "0.4", "0.4"]],
  ["all of a buy adds it", {}, "0.5", null, ["FILLED", "1", "1.5"]],
  [
    "a fill takes no more than is left",
    { filledQuantity: "0.7" },
    "0",
    "5",
    ["FILLED", "1", "0.3"],
  ],
  ["a sell may turn a position round", { side: "SELL" }, "0.4", null, ["FILLED", "1", "-0.6"]],
] as const)("%s", (_, order, held, quantity, [status, done, left]) => {
  const seen = filled(order, held, quantity);
  expect(seen).toEqual({ status, filled: done, held: left, updatedAtMs: nowMs });
});

const reducing = { side: "SELL", reduceOnly: true } as const;

test.each([
  ["takes at most what is held", "0.4", null, ["PARTIALLY_FILLED", "0.4", "0"]],
  ["takes a part where more is held", "5", "0.3", ["PARTIALLY_FILLED", "0.3", "4.7"]],
  ["expires where nothing is held", "0", null, ["EXPIRED", "0", "0"]],
  ["expires where it would open", "-1", null, ["EXPIRED", "0", "-1"]],
] as const)("a reduce-only order %s", (_, held, quantity, [status, done, left]) => {
  const seen = filled(reducing, held, quantity);
  expect(seen).toMatchObject({ status, filled: done, held: left });
});

test("in hedge mode the side alone says that an order reduces its leg", () => {
  expect(filled({ side: "SELL" }, "0.4", null, "LONG")).toMatchObject({ held: "0" });
  expect(filled({ side: "BUY" }, "-0.4", null, "SHORT")).toMatchObject({ held: "0" });
  expect(filled({ side: "BUY" }, "0.4", null, "LONG")).toMatchObject({ held: "1.4" });
});

test("an order that has ended does not fill, expire or open again", () => {
  const seen = filled({ status: "CANCELLED" }, "0");
  expect(seen).toMatchObject({ status: "CANCELLED", filled: "0", held: "0" });
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ orders: [observedOrder({ status: "FILLED" })] }),
  );
  exchange.expire(ownId(), nowMs);
  const [order] = exchange.orders();
  if (order !== undefined) exchange.addOrder({ ...order, status: "OPEN" }, nowMs);
  expect(exchange.orders()).toMatchObject([{ status: "FILLED" }]);
});
