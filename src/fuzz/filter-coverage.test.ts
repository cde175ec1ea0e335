import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { addFilterLabels, filterShares } from "./filter-coverage.ts";

type Filters = NonNullable<Parts["exchange"]>["filters"];

async function labelsOf(filters: Filters, parts: Parts = {}): Promise<string[]> {
  const positions = [{ symbol: "BTCUSDT", quantity: "1.25" }];
  const exchange = { positions, prices: { BTCUSDT: "10" }, ...(filters && { filters }) };
  const scenario = scenarioWith({ gates: openGates, exchange, ...parts });
  const labels = new Set<string>();
  for (const run of (await runScenario(scenario, shippedPipeline)).runs) {
    if ("results" in run) addFilterLabels(scenario, run, labels);
  }
  return [...labels].toSorted();
}

const rounded = "a close rounded down to the step";
const split = "a close in several orders";
const cut = "a close in several orders, cut by a limit";
const stopped = "a close in several orders, stopped by a reply";

const inTwo = { BTCUSDT: { maxMarketQuantity: "1" } };
const replies = (
  ...faults: NonNullable<
    Extract<NonNullable<Parts["steps"]>[number], { kind: "set-port-faults" }>["faults"]
  >
): Parts => ({
  steps: [{ kind: "set-port-faults", faults }, { kind: "snapshot" }, { kind: "reconcile" }],
});

test.each<[string, Filters, Parts, string[]]>([
  ["no filters", undefined, {}, []],
  ["filters of another symbol", { ETHUSDT: { stepSize: "1" } }, {}, []],
  ["a multiple of the step", { BTCUSDT: { stepSize: "0.05" } }, {}, []],
  ["no multiple of the step", { BTCUSDT: { stepSize: "0.1" } }, {}, [rounded]],
  ["dust", { BTCUSDT: { stepSize: "2" } }, {}, []],
  ["a position at the maximum", { BTCUSDT: { maxMarketQuantity: "1.25" } }, {}, []],
  ["a position above the maximum", inTwo, {}, [split]],
  [
    "a limit after the first part",
    inTwo,
    { config: { maxOrdersPerAction: 1 } },
    [cut, split].toSorted(),
  ],
  [
    "a rejected first part",
    inTwo,
    replies({ kind: "reject", code: -2019, message: "no" }),
    [stopped, split].toSorted(),
  ],
  [
    "a first part without a reply",
    inTwo,
    replies({ kind: "timeout", applied: true }),
    [stopped, split].toSorted(),
  ],
])("%s", async (_, filters, parts, labels) => {
  expect(await labelsOf(filters, parts)).toEqual(labels);
});

test("each label has a minimum", () => {
  expect(Object.keys(filterShares).toSorted()).toEqual([rounded, split, cut, stopped].toSorted());
});
