import { expect, test } from "vitest";
import { unsignedDecimalSchema } from "../domain/decimal.ts";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

const openExchange = () =>
  new SimulatedExchange(
    exchangeStateSchema.parse({
      positions: [{ symbol: "BTCUSDT", quantity: "1" }],
      prices: { BTCUSDT: "50000", XRPUSDT: "1" },
    }),
  );

test("a price changes, vanishes and comes back, and an old snapshot shows the price of then", () => {
  const exchange = openExchange();
  exchange.setPrice("BTCUSDT", unsignedDecimalSchema.parse("7"), startsAtMs + 1);
  exchange.setPrice("BTCUSDT", null, startsAtMs + 2);
  const priceAt = (atMs: number | null) => exchange.positions(atMs)[0]?.markPrice;
  expect([0, 1, 2].map((ms) => priceAt(startsAtMs + ms))).toEqual(["50000", "7", null]);
  expect(priceAt(null)).toBeNull();
  exchange.setPrice("BTCUSDT", unsignedDecimalSchema.parse("8"), startsAtMs + 3);
  expect(priceAt(null)).toBe("8");
});

test("a symbol is listed that has a price, or had one", () => {
  const exchange = openExchange();
  expect(["XRPUSDT", "ETHUSDT"].map((name) => exchange.lists(name))).toEqual([true, false]);
  exchange.setPrice("XRPUSDT", null, startsAtMs);
  exchange.setPrice("ETHUSDT", null, startsAtMs);
  expect(["XRPUSDT", "ETHUSDT"].map((name) => exchange.lists(name))).toEqual([true, true]);
});
