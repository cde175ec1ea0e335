import { expect, test } from "vitest";
import { stepKinds } from "../scenario/step.ts";
import { portBehaviourModes } from "../domain/port-fault.ts";
import { manyOrders } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
} from "../test-fixtures/scenarios.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { recordHistory, requiredEntries, unmetEntries } from "./transition-coverage.ts";

test("every kind, every pair, and every port behaviour before, after and between every kind is required", () => {
  const [kinds, modes] = [stepKinds.length, portBehaviourModes.length];
  expect([kinds, modes]).toEqual([15, 5]);
  // Nothing but a death lets a run make a call right after a run.
  const aroundACall = 2 * kinds - 1 + (kinds - 1) * kinds;
  expect(requiredEntries.size).toBe(kinds + kinds ** 2 + modes * aroundACall);
});

test("what a history has been through is counted once", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders },
    steps: [
      { kind: "port-behaves", replies: [{ mode: "time_out", applied: false }] },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "snapshot" },
      { kind: "restart", belief: "kept" },
    ],
  });
  const ledger = {};
  const observation = await runScenario(scenario, shippedPipeline);
  recordHistory({ scenario, observation }, ledger);
  expect(ledger).toEqual({
    "port-behaves": 1,
    snapshot: 1,
    reconcile: 1,
    restart: 1,
    "port-behaves > snapshot": 1,
    "snapshot > reconcile": 1,
    "reconcile > snapshot": 1,
    "snapshot > restart": 1,
    "port time_out, after snapshot": 1,
    "port time_out, before snapshot": 1,
    "port time_out, snapshot > reconcile > snapshot": 1,
  });
});

test("a step that has nothing to happen to is not counted", async () => {
  const scenario = scenarioWith({
    exchange: {},
    steps: [
      { kind: "stream-delivers", change: 0 },
      { kind: "exchange-fills", clientOrderId: 3 },
      { kind: "exchange-cancels", clientOrderId: ownId() },
      { kind: "exchange-opens", order: observedOrder() },
      { kind: "exchange-opens", order: observedOrder({ side: "SELL" }) },
      { kind: "bot-places", order: expectedOrder(), lost: "reply" },
      { kind: "exchange-cancels", clientOrderId: ownId() },
      { kind: "exchange-fills", clientOrderId: ownId() },
      { kind: "bot-places", order: expectedOrder() },
      { kind: "bot-places", order: expectedOrder() },
      { kind: "reconcile" },
    ],
  });
  const ledger = {};
  const observation = await runScenario(scenario, shippedPipeline);
  recordHistory({ scenario, observation }, ledger);
  expect(ledger).toEqual({
    "exchange-opens": 1,
    "exchange-cancels": 1,
    "bot-places": 1,
    reconcile: 1,
    "exchange-opens > exchange-cancels": 1,
    "exchange-cancels > bot-places": 1,
    "bot-places > reconcile": 1,
  });
});

const missing = (histories: number, ledger = {}) => unmetEntries(ledger, histories);

test("a kind of step that was never seen is missing at any length", () => {
  expect(missing(1)).toHaveLength(stepKinds.length);
  expect(missing(1)).toContain("histories: kill: 0 of 1; at least 5 % are required");
  expect(missing(1, Object.fromEntries(stepKinds.map((kind) => [kind, 1])))).toEqual([]);
});

test("a rare entry that was never seen is missing where it can no longer be bad luck", () => {
  expect(missing(5_000)).toHaveLength(stepKinds.length);
  expect(missing(6_000)).toHaveLength(stepKinds.length + stepKinds.length ** 2);
  expect(missing(200_000)).toHaveLength(385);
  expect(missing(1_000_000)).toHaveLength(requiredEntries.size);
});
