import { expect, test } from "vitest";
import { placeMarketOrderSchema } from "../../src/domain/port-call.ts";
import { contextOf, missingOrder, positionMismatch } from "../../src/test-fixtures/oracle.ts";
import type { Parts } from "../../src/test-fixtures/observe.ts";
import { scenarioWith } from "../../src/test-fixtures/scenarios.ts";
import { expectedOutcomes } from "./expected-outcomes.ts";
import { closingParts, filterBreaches } from "./filters.ts";

type Filters = NonNullable<NonNullable<Parts["exchange"]>["filters"]>[string];

const scenarioOf = (filters: Filters, config: Parts["config"] = {}) =>
  scenarioWith({ config, exchange: { filters: { BTCUSDT: filters } } });

const split = { stepSize: "0.1", maxMarketQuantity: "0.55" };

test.each<[Filters, "BOTH" | "LONG", string, string[]]>([
  [{}, "BOTH", "-1.25", ["1.25"]],
  [{ stepSize: "0.1" }, "BOTH", "1.25", ["1.2"]],
  [{ stepSize: "1.26" }, "BOTH", "1.25", []],
  [split, "BOTH", "0.5", ["0.5"]],
  [split, "BOTH", "1", ["0.5", "0.5"]],
  [split, "BOTH", "1.29", ["0.5", "0.5", "0.2"]],
  [{ ...split, minQuantity: "0.3" }, "BOTH", "1.29", ["0.5", "0.5"]],
  [{ minQuantity: "1.25" }, "BOTH", "1.25", ["1.25"]],
  [{ minQuantity: "1.26" }, "BOTH", "1.25", []],
  [{ minNotional: "99" }, "BOTH", "1.25", ["1.25"]],
  [{ minNotional: "12.5" }, "LONG", "1.25", ["1.25"]],
  [{ minNotional: "12.6" }, "LONG", "1.25", []],
  [{ ...split, minNotional: "3" }, "LONG", "1.29", ["0.5", "0.5"]],
  [{ stepSize: "1", maxMarketQuantity: "0.9" }, "BOTH", "3", []],
])("with %j a %s position of %s closes in %j", (filters, side, quantity, parts) => {
  const mismatch = positionMismatch(side, quantity, "10");
  expect(closingParts(mismatch, scenarioOf(filters), 9)).toEqual(parts);
});

test("at most so many parts are computed, and none where nothing can be split", () => {
  const mismatch = positionMismatch("BOTH", "1000000", "10");
  expect(closingParts(mismatch, scenarioOf(split), 2)).toEqual(["0.5", "0.5"]);
  expect(closingParts(mismatch, scenarioWith(), 2)).toBeNull();
  expect(closingParts(missingOrder, scenarioOf(split), 2)).toBeNull();
});

test.each<[Filters, string, boolean | null, string[]]>([
  [split, "0.5", true, []],
  [split, "0.55", true, ["off-step"]],
  [split, "0.6", true, ["above-market-maximum"]],
  [split, "0.65", true, ["off-step", "above-market-maximum"]],
  [{ maxMarketQuantity: "0.55" }, "0.55", true, []],
  [{ minQuantity: "0.3" }, "0.3", true, []],
  [{ minQuantity: "0.3" }, "0.29", true, ["below-minimum"]],
  [{ minNotional: "5" }, "0.49", true, []],
  [{ minNotional: "5" }, "0.5", null, []],
  [{ minNotional: "5" }, "0.49", null, ["notional-below-minimum"]],
  [{ minNotional: "5" }, "0.49", false, ["notional-below-minimum"]],
])(
  "with %j an order of %s, reduceOnly %s, breaches %j",
  (filters, quantity, reduceOnly, breaches) => {
    const order = placeMarketOrderSchema.parse({
      method: "placeMarketOrder",
      symbol: "BTCUSDT",
      clientOrderId: "a-1",
      side: "SELL",
      quantity,
      positionSide: null,
      reduceOnly,
    });
    expect(filterBreaches(order, "10", scenarioOf(filters))).toEqual(breaches);
    expect(filterBreaches(order, "10", scenarioWith())).toEqual([]);
  },
);

test.each<[string, Filters, Parts["config"], (string | null)[]]>([
  ["a split close", split, {}, ["0.5", "0.5", "0.2"]],
  ["cut by the limit on orders", split, { maxOrdersPerAction: 1 }, ["0.5", "max_orders_reached"]],
  [
    "cut by its attempts",
    split,
    { maxAttemptsPerIntent: 2 },
    ["0.5", "0.5", "max_attempts_reached"],
  ],
  ["cut by all attempts", split, { maxAttemptsPerWindow: 1 }, ["0.5", "max_attempts_reached"]],
  ["dust", { stepSize: "2" }, {}, ["below_minimum"]],
  [
    "dust above the limit on its notional",
    { stepSize: "2" },
    { maxFlattenNotionalUsdt: "1" },
    ["notional_exceeds_limit"],
  ],
  ["dust without an attempt", { stepSize: "2" }, { maxAttemptsPerIntent: 0 }, ["below_minimum"]],
])("%s has one outcome for each order that is due", (_, filters, config, expected) => {
  const mismatch = positionMismatch("BOTH", "1.29", "10");
  const outcomes = expectedOutcomes(scenarioOf(filters, config), contextOf(), [mismatch]);
  expect(outcomes.map(({ quantity, reason }) => reason ?? quantity)).toEqual(expected);
});
