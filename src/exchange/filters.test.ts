import { expect, test } from "vitest";
import { unsignedDecimalSchema } from "../domain/decimal.ts";
import { symbolFiltersSchema } from "../domain/filters.ts";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { placeMarketOrderSchema } from "../domain/port-call.ts";
import { startsAtMs } from "../test-fixtures/scenarios.ts";
import { refuseByFilters } from "./filters.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";
import { venueMessage } from "./venue-errors.ts";

const close = (quantity: string, parts: object = {}) =>
  placeMarketOrderSchema.parse({
    method: "placeMarketOrder",
    symbol: "BTCUSDT",
    clientOrderId: "close-1",
    side: "SELL",
    quantity,
    positionSide: null,
    reduceOnly: true,
    ...parts,
  });

const ofLeg = { positionSide: "LONG", reduceOnly: null } as const;

test.each<[string, object, string, object, number | null]>([
  ["a multiple of the step", { stepSize: "0.1" }, "1.2", {}, null],
  ["a finer quantity than the step", { stepSize: "0.10" }, "1.25", {}, -1111],
  ["as many decimals as the step, but no multiple", { stepSize: "0.50" }, "1.2", {}, -4023],
  ["no multiple of a step of several units", { stepSize: "100" }, "250", {}, -4023],
  ["a fraction of a step of several units", { stepSize: "100" }, "0.5", {}, -1111],
  ["the smallest quantity", { minQuantity: "0.3" }, "0.3", {}, null],
  ["less than the smallest quantity", { minQuantity: "0.3" }, "0.29", {}, -4004],
  ["the largest quantity", { maxMarketQuantity: "0.5" }, "0.5", {}, null],
  ["more than the largest quantity", { maxMarketQuantity: "0.5" }, "0.51", {}, -4005],
  ["reduce-only below the smallest notional", { minNotional: "5" }, "0.01", {}, null],
  ["a leg at the smallest notional", { minNotional: "5" }, "0.05", ofLeg, null],
  ["a leg below the smallest notional", { minNotional: "5" }, "0.049", ofLeg, -4164],
])("%s", (_, filters, quantity, parts, code) => {
  const price = unsignedDecimalSchema.parse("100");
  const refusal = refuseByFilters(
    close(quantity, parts),
    symbolFiltersSchema.parse(filters),
    price,
  );
  expect(refusal === null ? null : "code" in refusal && refusal.code).toBe(code);
});

test("without a price there is no smallest notional", () => {
  const filters = symbolFiltersSchema.parse({ minNotional: "5" });
  expect(refuseByFilters(close("0.01", ofLeg), filters, null)).toBeNull();
});

test.each(["0", "-1"])("a bound of %s is refused", (stepSize) => {
  expect(symbolFiltersSchema.safeParse({ stepSize }).success).toBe(false);
});

test("the exchange enforces the filters of a symbol on its market orders", () => {
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({
      positions: [
        { symbol: "BTCUSDT", quantity: "1.2" },
        { symbol: "ETHUSDT", quantity: "1.2" },
      ],
      filters: { BTCUSDT: { maxMarketQuantity: "0.5" } },
    }),
  );
  const rejection = { status: "rejected", code: -4005, message: venueMessage(-4005) };
  expect(exchange.apply(close("1.2"), startsAtMs)).toEqual(rejection);
  expect(exchange.apply(close("0.5"), startsAtMs)).toEqual({ status: "accepted" });
  expect(exchange.apply(close("1.2", { symbol: "ETHUSDT" }), startsAtMs).status).toBe("accepted");
  expect(exchange.positions().map(({ quantity }) => quantity)).toEqual(["0.7", "0"]);
});
