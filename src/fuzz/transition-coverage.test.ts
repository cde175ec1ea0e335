import { expect, test } from "vitest";
import { stepKinds } from "../scenario/step.ts";
import { cancelOrderSchema } from "../domain/port-call.ts";
import { portFaultKinds, type PortFault } from "../domain/port-fault.ts";
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
import { TransitionCounter, requiredEntries } from "./transition-coverage.ts";

const accepted = { status: "accepted" } as const;
const request = cancelOrderSchema.parse({
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(),
});

test("every kind, every pair, and every port fault before, after and between every kind is required", () => {
  const [kinds, modes] = [stepKinds.length, portFaultKinds.length];
  expect([kinds, modes]).toEqual([15, 7]);
  // Only a crash lets a run make a call right after another run.
  const aroundACall = 2 * kinds - 1 + (kinds - 1) * kinds;
  expect(requiredEntries.size).toBe(kinds + kinds ** 2 + modes * aroundACall);
});

test("each entry is counted once per sequence", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders },
    steps: [
      { kind: "set-port-faults", faults: [{ kind: "timeout", applied: false }] },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "snapshot" },
      { kind: "restart", expectedState: "current" },
    ],
  });
  const counter = new TransitionCounter();
  const observation = await runScenario(scenario, shippedPipeline);
  counter.record({ scenario, observation });
  expect(counter.byName()).toEqual({
    "set-port-faults": 1,
    snapshot: 1,
    reconcile: 1,
    restart: 1,
    "set-port-faults > snapshot": 1,
    "snapshot > reconcile": 1,
    "reconcile > snapshot": 1,
    "snapshot > restart": 1,
    "port timeout, after snapshot": 1,
    "port timeout, before snapshot": 1,
    "port timeout, snapshot > reconcile > snapshot": 1,
  });
});

test("a port fault belongs to the run that met it, and a first or last step has one neighbour", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [
      { kind: "reconcile" },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -1, message: "no" }] },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "advance-clock", ms: 3_600_000 },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const counter = new TransitionCounter();
  const observation = await runScenario(scenario, shippedPipeline);
  expect(observation.portCalls.map(({ run, fault }) => [run, fault])).toEqual([
    [1, "reject"],
    [2, "accept"],
  ]);
  counter.record({ scenario, observation });
  const ofPort = Object.keys(counter.byName()).filter((name) => name.startsWith("port"));
  expect(ofPort.toSorted()).toEqual([
    "port accept, after snapshot",
    "port reject, after snapshot",
    "port reject, before advance-clock",
    "port reject, snapshot > reconcile > advance-clock",
  ]);
});

test("a call of a first run has no step before it, and a malformed call has no fault", async () => {
  const scenario = scenarioWith({ steps: [{ kind: "reconcile" }, { kind: "snapshot" }] });
  const observation = await runScenario(scenario, shippedPipeline);
  const call = { request, atMs: 0, run: 0, auditEventsBefore: 0, reply: accepted, malformed: null };
  const portCalls = (["timeout", null] as const).map((fault) => ({ ...call, fault }));
  const counter = new TransitionCounter();
  counter.record({ scenario, observation: { ...observation, portCalls } });
  expect(counter.byName()).toEqual({
    reconcile: 1,
    snapshot: 1,
    "reconcile > snapshot": 1,
    "port timeout, before snapshot": 1,
  });
});

test("a step that is not executed is not counted", async () => {
  const scenario = scenarioWith({
    exchange: {},
    steps: [
      { kind: "deliver-update", update: 0 },
      { kind: "fill-order", clientOrderId: 3 },
      { kind: "cancel-by-exchange", clientOrderId: ownId() },
      { kind: "add-order", order: observedOrder() },
      { kind: "add-order", order: observedOrder({ side: "SELL" }) },
      { kind: "place-order", order: expectedOrder(), lost: "reply" },
      { kind: "cancel-by-exchange", clientOrderId: ownId() },
      { kind: "fill-order", clientOrderId: ownId() },
      { kind: "place-order", order: expectedOrder() },
      { kind: "place-order", order: expectedOrder() },
      { kind: "reconcile" },
    ],
  });
  const counter = new TransitionCounter();
  const observation = await runScenario(scenario, shippedPipeline);
  counter.record({ scenario, observation });
  expect(counter.byName()).toEqual({
    "add-order": 1,
    "cancel-by-exchange": 1,
    "place-order": 1,
    reconcile: 1,
    "add-order > cancel-by-exchange": 1,
    "cancel-by-exchange > place-order": 1,
    "place-order > reconcile": 1,
  });
});

test("an entry counts the sequences that have it, and each counter counts its own", async () => {
  const scenario = scenarioWith({ steps: [{ kind: "snapshot" }, { kind: "reconcile" }] });
  const observation = await runScenario(scenario, shippedPipeline);
  const [counter, other] = [new TransitionCounter(), new TransitionCounter()];
  counter.record({ scenario, observation });
  counter.record({ scenario, observation });
  expect(counter.byName()).toEqual({ snapshot: 2, reconcile: 2, "snapshot > reconcile": 2 });
  expect(other.byName()).toEqual({});
});

test("a campaign names every entry as its minimum does", () => {
  const counter = new TransitionCounter();
  const kinds = stepKinds.filter((kind) => kind !== "reconcile");
  const call = { request, atMs: 0, auditEventsBefore: 0, reply: accepted, malformed: null };
  const observed = (steps: readonly string[], fault: PortFault["kind"]) => ({
    scenario: { ...scenarioWith({}), steps: steps.map((kind) => ({ kind })) },
    observation: {
      trace: steps.map((_, place) => ({ place })),
      portCalls: [{ ...call, fault, run: 0 }],
    },
  });
  for (const fault of portFaultKinds) {
    for (const before of kinds) {
      for (const after of stepKinds) {
        // The parts that a counter reads.
        counter.record(observed([before, "reconcile", after], fault) as never);
        counter.record(observed([before, after], fault) as never);
      }
    }
  }
  counter.record(observed(["reconcile", "reconcile"], "accept") as never);
  for (const after of kinds) counter.record(observed(["reconcile", after], "accept") as never);
  const reached = counter.byName();
  expect([...requiredEntries.keys()].filter((name) => reached[name] === undefined)).toEqual([]);
});
