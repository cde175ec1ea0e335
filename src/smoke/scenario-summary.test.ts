import { expect, test } from "vitest";
import { allGatesOpen } from "../domain/gate.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { defineTarget } from "../target/define-target.ts";
import { manyOrders } from "../test-fixtures/observe.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import { summarizeRuns } from "./scenario-summary.ts";

/** It reports nothing, and cancels the first order that it gets. */
const silent = defineTarget({
  name: "silent",
  reports: [],
  reconcile: async ({ snapshot }, port) => {
    const [order] = snapshot.orders.status === "ok" ? snapshot.orders.items : [];
    if (order !== undefined) {
      const { symbol, clientOrderId } = order;
      await port.cancelOrder({ symbol, clientOrderId }).catch(() => undefined);
    }
    return {};
  },
});

test("of a target without results the action is that of the calls that the port sent", async () => {
  const exchange = { orders: manyOrders.slice(0, 1) };
  const live = scenarioWith({ gates: allGatesOpen, exchange });
  expect(summarizeRuns(await runScenario(live, silent)).action).toBe("cancel");
  // The port refuses the call of a dry run.
  expect(summarizeRuns(await runScenario(scenarioWith({ exchange }), silent)).action).toBe("none");
});
