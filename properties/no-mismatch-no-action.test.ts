import { expect, test } from "vitest";
import { reconcile } from "../src/pipeline/run.ts";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { tradingSymbolSchema } from "../src/domain/trading-symbol.ts";
import { observedOrder, openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { noMismatchNoAction } from "./no-mismatch-no-action.ts";
import { firstVerdict } from "./property.ts";

/** Cancels the order with the right id on another symbol. */
const onAnotherSymbol: Target = {
  name: "on another symbol",
  reports: new Set(["mode"]),
  reconcile: (inputs, services) =>
    reconcile(inputs, {
      ...services,
      port: {
        ...services.port,
        cancelOrder: (permit, request) =>
          services.port.cancelOrder(permit, {
            ...request,
            symbol: tradingSymbolSchema.parse("ETHUSDT"),
          }),
      },
    }),
};

async function judge(target: Target) {
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all" },
    exchange: { orders: [observedOrder()] },
    steps: [{ kind: "snapshot" }, { kind: "reconcile" }],
  });
  const observed = { scenario, observation: await runScenario(scenario, target) };
  return firstVerdict((failures) => noMismatchNoAction.judge(observed, failures));
}

test("a cancel needs a mismatch of its id on its symbol", async () => {
  expect(await judge(shippedPipeline)).toEqual({ kind: "pass" });
  expect(await judge(onAnotherSymbol)).toMatchObject({
    kind: "fail",
    check: "action-without-mismatch",
    violation: { actual: expect.stringContaining("cancel ETHUSDT") },
  });
});
