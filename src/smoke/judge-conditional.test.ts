import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { judgeExpectation } from "./judge-expectation.ts";

const none = {
  planned: 0,
  executed: 0,
  blocked: 0,
  failed: 0,
  unknown: 0,
  deferred: 0,
  notRouted: 0,
  skippedTerminal: 0,
  skippedNoAction: 0,
  blockReason: null,
  auditEvents: [],
};

/** A live run that is expected to cancel the conditional order with this id. */
function scenarioFor(clientOrderId: string) {
  const request = { method: "cancelConditionalOrder", symbol: "BTCUSDT", clientOrderId } as const;
  return scenarioWith({
    gates: openGates,
    exchange: { conditionalOrders: [observedStop()] },
    expect: {
      mismatches: ["ORDER_EXISTS_UNEXPECTED"],
      action: "cancel",
      dryRun: { ...none, planned: 1, plans: [request] },
      live: { ...none, executed: 1, portCalls: [request] },
    },
  });
}

test.each([
  [ownId(), "pass"],
  [ownId(2), "fail"],
])("the cancel of a conditional order is compared with its id: %s", async (id, kind) => {
  const scenario = scenarioFor(id);
  const observation = await runScenario(scenario, shippedPipeline);
  expect(judgeExpectation(scenario, observation).kind).toBe(kind);
});
