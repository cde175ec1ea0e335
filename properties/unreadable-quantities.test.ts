/** A report of a target in this process may have any text as a quantity. It is wrong, and no reason to judge nothing. */
import { expect, test } from "vitest";
import { judgeCase, violationsOf } from "../src/fuzz/judge-case.ts";
import { reconcile } from "../src/pipeline/run.ts";
import { longPosition } from "../src/test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import type { Target } from "../src/simulation/target.ts";
import { allProperties } from "./all.ts";

/** Each request of its report has this quantity. */
function reporting(quantity: string): Target {
  return {
    name: "a bot with another quantity",
    reconcile: async (inputs, services) => {
      const report = await reconcile(inputs, services);
      return JSON.parse(JSON.stringify(report), (name, value: unknown) =>
        name === "request" && typeof value === "object" ? { ...value, quantity } : value,
      ) as typeof report;
    },
  };
}

const exchange = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
const filters = { BTCUSDT: { maxMarketQuantity: "0.0005" } };

const failuresOf = async (quantity: string, parts: Parameters<typeof scenarioWith>[0]) => {
  const judged = await judgeCase(scenarioWith(parts), reporting(quantity), allProperties);
  return [...violationsOf(judged, allProperties).keys()];
};

test.each(["", "abc", "NaN", "6.3e+", "6.3e+0", "1e999", "0x1", "-"])(
  "a planned quantity of '%s' is wrong",
  async (quantity) => {
    expect(await failuresOf(quantity, { exchange })).toContain(
      "flatten-only-reduces/wrong-quantity",
    );
    // The calls of a live run are right, so that only the plan of its dry run differs from them.
    const split = { ...exchange, filters };
    for (const parts of [{ exchange }, { exchange: split }]) {
      expect(await failuresOf(quantity, { ...parts, gates: openGates })).toContain(
        "dry-run-plans-what-live-executes/plan-differs-from-calls",
      );
    }
    const failed = await failuresOf(quantity, { exchange: split });
    expect(failed.some((check) => check.startsWith("flatten-only-reduces/"))).toBe(true);
  },
);
