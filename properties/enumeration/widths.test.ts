import { expect, test } from "vitest";
import { dimensions, addDimensions } from "../../src/fuzz/dimensions.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { runScenario } from "../../src/simulation/run-scenario.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { enumerateWidths } from "./widths.ts";

const all = enumerateWidths();

const countsOf = (list: (scenario: Scenario) => number) =>
  [...new Set(all.map(list))].toSorted((left, right) => left - right);

test("every size of a book up to 20 is there, and some large ones", () => {
  const upTo20 = Array.from({ length: 21 }, (_, at) => at);
  const orders = countsOf(({ exchange }) => exchange.orders.length);
  expect(orders).toEqual(expect.arrayContaining([...upTo20, 50, 101, 500]));
  const positions = countsOf(({ exchange }) => exchange.positions.length);
  expect(positions).toEqual([...upTo20, 50, 101]);
});

test("every length of an id, and every number of digits on each side of the point, is there", () => {
  const ids = countsOf(({ exchange }) => exchange.orders[0]?.clientOrderId.length ?? 0);
  expect(ids).toEqual(Array.from({ length: 37 }, (_, at) => at));
  const quantities = all.flatMap(({ exchange }) => exchange.positions.map((one) => one.quantity));
  const digits = (at: 0 | 1) =>
    new Set(quantities.map((quantity) => quantity.split(".")[at]?.length ?? 0));
  expect(digits(0)).toEqual(new Set(Array.from({ length: 18 }, (_, at) => at + 1)));
  expect(digits(1)).toEqual(new Set(Array.from({ length: 19 }, (_, at) => at)));
});

/** What each run did with the one remediation of the scenario: its calls, or the reason of the block. */
async function lastRunOf(scenario: Scenario): Promise<string> {
  const { runs, portCalls } = await runScenario(scenario, shippedPipeline);
  const last = runs.at(-1);
  if (last?.mode !== "live") return last?.mode ?? "no run";
  const calls = portCalls.filter(({ run }) => run === runs.length - 1).length;
  return calls > 0 ? "called" : (last.blockReason ?? last.status);
}

test("times are on both sides of their bounds, so the last runs differ", async () => {
  const timed = all.filter(({ startsAtMs }) => startsAtMs % 1_000 === 499);
  const met = new Map<string, number>();
  for (const scenario of timed) {
    const found = await lastRunOf(scenario);
    met.set(found, (met.get(found) ?? 0) + 1);
  }
  // Snapshots: 3 ages of 2 parts. Waits: 3 times a cooldown, a ban, a window of attempts and a grace period.
  expect(timed).toHaveLength(3 * 2 + 3 * 4);
  expect(Object.fromEntries(met)).toEqual({
    called: 3 * 2 - 1 + 2 + 2 + 2,
    rate_limited: 1,
    snapshot_stale: 1,
    cooldown_not_elapsed: 1,
    max_attempts_reached: 1,
    clean: 2,
    no_action: 1,
  });
});

test("the second run makes the one call that the window still permits", async () => {
  const scenarios = all.filter(({ config }) => config.maxAttemptsPerWindow < 9_999);
  const calls: number[][] = [];
  for (const scenario of scenarios) {
    const { portCalls } = await runScenario(scenario, shippedPipeline);
    calls.push([0, 1].map((run) => portCalls.filter((call) => call.run === run).length));
  }
  expect(calls).toEqual([
    [1, 1],
    [5, 1],
    [20, 1],
    [101, 1],
  ]);
});

test("the enumerated widths reach most dimensions", async () => {
  const labels = new Set<string>();
  for (const scenario of all) {
    const observation = await runScenario(scenario, shippedPipeline);
    addDimensions({ scenario, observation }, labels);
  }
  const missing = dimensions.map(({ label }) => label).filter((label) => !labels.has(label));
  expect(missing).toEqual([
    "an order with another quantity than expected",
    "an order with another price than expected",
    "an order with another side than expected",
    "an order on another leg than expected",
    "a client order id used before",
    "a client order id on two symbols",
  ]);
});
