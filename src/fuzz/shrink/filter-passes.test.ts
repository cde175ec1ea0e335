import { expect, test } from "vitest";
import type { Parts } from "../../test-fixtures/observe.ts";
import { scenarioWith } from "../../test-fixtures/scenarios.ts";
import { filterCandidates } from "./filter-passes.ts";

type Filters = NonNullable<NonNullable<Parts["exchange"]>["filters"]>;

const scenarioOf = (quantity: string, filters: Filters, prices = {}) =>
  scenarioWith({ exchange: { positions: [{ symbol: "BTCUSDT", quantity }], prices, filters } });

const bounds = { stepSize: "0.03", minNotional: "15", maxMarketQuantity: "0.12" };

test("a position with filters gets a plain quantity, and each bound stays the same share of it", () => {
  const candidates = filterCandidates(scenarioOf("-0.30", { BTCUSDT: bounds }, { BTCUSDT: "100" }));
  expect(candidates.map(({ exchange }) => exchange)).toMatchObject([
    {
      positions: [{ symbol: "BTCUSDT", quantity: "-0.001" }],
      prices: { BTCUSDT: "50000.00" },
      filters: { BTCUSDT: { stepSize: "0.0001", minNotional: "25", maxMarketQuantity: "0.0004" } },
    },
  ]);
});

test("without a price the smallest notional changes with the quantity", () => {
  const [candidate] = filterCandidates(scenarioOf("0.3", { BTCUSDT: { minNotional: "0.15" } }));
  expect(candidate?.exchange).toMatchObject({
    prices: {},
    filters: { BTCUSDT: { minNotional: "0.0005" } },
  });
});

test.each<[string, string, Filters]>([
  ["a plain position", "0.001", { BTCUSDT: { stepSize: "0.0001" } }],
  ["a position of another symbol", "0.3", { ETHUSDT: { stepSize: "0.0001" } }],
  ["a position of zero", "0", { BTCUSDT: { stepSize: "0.0001" } }],
  ["a bound with too many digits", "3", { BTCUSDT: { stepSize: "0.000000000000000001" } }],
])("%s has no candidate", (_, quantity, filters) => {
  expect(filterCandidates(scenarioOf(quantity, filters))).toEqual([]);
});
