import { expect, test } from "vitest";
import type * as z from "zod";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { decimalSchema } from "../domain/decimal.ts";
import { placeMarketOrderSchema } from "../domain/port-call.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

const nowMs = startsAtMs + 5;

/** The exchange after an order has filled, partly or completely. */
function filled(
  order: Parameters<typeof observedOrder>[0],
  before: string,
  quantity: string | null = null,
  positionSide: "BOTH" | "LONG" | "SHORT" = "BOTH",
) {
  const state: z.input<typeof exchangeStateSchema> = {
    positionMode: positionSide === "BOTH" ? "one_way" : "hedge",
    orders: [observedOrder({ quantity: "1", positionSide, ...order })],
    positions: [{ symbol: "BTCUSDT", positionSide, quantity: before }],
  };
  const exchange = new SimulatedExchange(exchangeStateSchema.parse(state));
  exchange.fill(ownId(), quantity === null ? null : decimalSchema.parse(quantity), nowMs);
  const [seen] = exchange.orders();
  const [position] = exchange.positions();
  return {
    status: seen?.status,
    filled: seen?.filledQuantity,
    position: position?.quantity,
    updatedAtMs: seen?.updatedAtMs,
  };
}

test.each([
  ["a part of a buy adds it", {}, "0", "0.4", ["PARTIALLY_FILLED", "0.4", "0.4"]],
  ["all of a buy adds it", {}, "0.5", null, ["FILLED", "1", "1.5"]],
  [
    "a fill takes no more than the rest of the order",
    { filledQuantity: "0.7" },
    "0",
    "5",
    ["FILLED", "1", "0.3"],
  ],
  ["a sell may reverse a position", { side: "SELL" }, "0.4", null, ["FILLED", "1", "-0.6"]],
] as const)("%s", (_, order, before, quantity, [status, done, left]) => {
  const seen = filled(order, before, quantity);
  expect(seen).toEqual({ status, filled: done, position: left, updatedAtMs: nowMs });
});

const reducing = { side: "SELL", reduceOnly: true } as const;

test.each([
  ["fills at most the size of the position", "0.4", null, ["PARTIALLY_FILLED", "0.4", "0"]],
  ["fills a part of a larger position", "5", "0.3", ["PARTIALLY_FILLED", "0.3", "4.7"]],
  ["expires without a position", "0", null, ["EXPIRED", "0", "0"]],
  ["expires when it would open a position", "-1", null, ["EXPIRED", "0", "-1"]],
] as const)("a reduce-only order %s", (_, before, quantity, [status, done, left]) => {
  const seen = filled(reducing, before, quantity);
  expect(seen).toMatchObject({ status, filled: done, position: left });
});

test("in hedge mode the side alone makes an order reduce its leg", () => {
  expect(filled({ side: "SELL" }, "0.4", null, "LONG")).toMatchObject({ position: "0" });
  expect(filled({ side: "BUY" }, "-0.4", null, "SHORT")).toMatchObject({ position: "0" });
  expect(filled({ side: "BUY" }, "0.4", null, "LONG")).toMatchObject({ position: "1.4" });
});

test("an order that has ended does not fill, expire or open again", () => {
  const seen = filled({ status: "CANCELLED" }, "0");
  expect(seen).toMatchObject({ status: "CANCELLED", filled: "0", position: "0" });
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ orders: [observedOrder({ status: "FILLED" })] }),
  );
  exchange.expire(ownId(), nowMs);
  const [order] = exchange.orders();
  if (order !== undefined) exchange.addOrder({ ...order, status: "OPEN" }, nowMs);
  expect(exchange.orders()).toMatchObject([{ status: "FILLED" }]);
});

test("an order that is not there does not fill, and a whole fill ends it", () => {
  const exchange = new SimulatedExchange(exchangeStateSchema.parse({}));
  exchange.fill(ownId(), null, nowMs);
  expect([exchange.orders(), exchange.positions(), exchange.updates]).toEqual([[], [], []]);
  expect(filled({ filledQuantity: "0.4" }, "0", "0.6")).toMatchObject({ status: "FILLED" });
  expect(filled({ filledQuantity: "0.4" }, "0", "0.59")).toMatchObject({
    status: "PARTIALLY_FILLED",
  });
});

test("a buy that only reduces fills at most the size of a short position", () => {
  const buying = { side: "BUY", reduceOnly: true } as const;
  expect(filled(buying, "-0.4")).toMatchObject({ filled: "0.4", position: "0" });
  expect(filled(buying, "0.4")).toMatchObject({ status: "EXPIRED", position: "0.4" });
});

/** It fills from a position that is not there. */
class BrokenExchange extends SimulatedExchange {
  override positionQuantity() {
    return decimalSchema.parse("5");
  }
}

test("a fill that does not fit the stored position is a breach, of a resting order and of a request", () => {
  const state = exchangeStateSchema.parse({
    orders: [observedOrder({ ...reducing, quantity: "1" })],
    positions: [{ symbol: "BTCUSDT", quantity: "1" }],
  });
  const breach = "a SELL of 1 moved a position from 1 to 4, which is not its quantity";
  const resting = new BrokenExchange(state);
  resting.fill(ownId(), decimalSchema.parse("1"), nowMs);
  expect(resting.breach).toBe(breach);
  const requested = new BrokenExchange({ ...state, orders: [] });
  const request = { ...reducing, method: "placeMarketOrder", symbol: "BTCUSDT", quantity: "1" };
  requested.apply(
    placeMarketOrderSchema.parse({ ...request, clientOrderId: ownId(), positionSide: null }),
    nowMs,
  );
  expect(requested.breach).toBe(breach);
});

test("an order that is filled too far fills no further, and ends", () => {
  const tooFar = { filledQuantity: "2" };
  const ended = { status: "FILLED", filled: "2", updatedAtMs: nowMs };
  expect(filled(tooFar, "3")).toEqual({ ...ended, position: "3" });
  expect(filled(tooFar, "3", "0.5")).toEqual({ ...ended, position: "3" });
});

test("an order that loses a part of its fill is a breach", () => {
  const orders = [observedOrder({ quantity: "1", filledQuantity: "0.5" })];
  const exchange = new SimulatedExchange(exchangeStateSchema.parse({ orders }));
  // No schema accepts a negative fill.
  exchange.fill(ownId(), decimalSchema.parse("-0.1"), nowMs);
  expect(exchange.breach).toBe(`order ${ownId()} lost a part of its fill`);
});
