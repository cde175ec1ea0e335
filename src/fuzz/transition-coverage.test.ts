import { expect, test } from "vitest";
import { snapshotPartKinds } from "../scenario/snapshot-part.ts";
import { stepKinds } from "../scenario/step.ts";
import { cancelOrderSchema } from "../domain/port-call.ts";
import { portFaultKinds, type PortFault } from "../domain/port-fault.ts";
import { longPosition, manyOrders } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
} from "../test-fixtures/scenarios.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { instanceShares } from "./instances.ts";
import { situationShares } from "./order-situations.ts";
import { TransitionCounter, requiredEntries } from "./transition-coverage.ts";

const accepted = { status: "accepted" } as const;
const request = cancelOrderSchema.parse({
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(),
});

test("every kind, pair, part of a snapshot, fill, and port fault before, after and between every kind is required", () => {
  const [kinds, modes, parts] = [stepKinds.length, portFaultKinds.length, snapshotPartKinds.length];
  expect([kinds, modes, parts]).toEqual([22, 8, 8]);
  // Only a crash lets a run make a call right after another run, or two at once.
  const aroundACall = 2 * kinds - 2 + (kinds - 2) * kinds;
  // The position mode changes only where no order is open.
  expect(requiredEntries.has("set-position-mode > fill-order")).toBe(false);
  const pairs = kinds ** 2 - 4;
  const fills = Object.keys({ ...situationShares, ...instanceShares }).length;
  expect(requiredEntries.size).toBe(kinds + pairs + 2 * parts + modes * aroundACall + fills);
});

const deliver = (update: number) => ({ kind: "deliver-update", update }) as const;

/**
 * An order fills, closes by another one, its id is used again, it fills before a flatten, and updates arrive in every
 * way, also within a snapshot and within a run.
 */
async function caseWithFills() {
  const [buy, sell] = [expectedOrder(), expectedOrder({ clientOrderId: ownId(2), side: "SELL" })];
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "flatten" },
    exchange: { prices: { BTCUSDT: "50000" } },
    steps: [
      { kind: "place-order", order: buy },
      { kind: "fill-order", clientOrderId: ownId(), quantity: "0.0004" },
      { kind: "fill-order", clientOrderId: ownId() },
      ...[2, 2, 1, 0].map(deliver),
      { kind: "place-order", order: sell },
      { kind: "fill-order", clientOrderId: ownId(2), quantity: "0.0006" },
      { kind: "fill-order", clientOrderId: ownId(2), quantity: "0.0003" },
      { kind: "cancel-by-exchange", clientOrderId: ownId(2) },
      deliver(-1),
      { kind: "restart", expectedState: "current" },
      { kind: "place-order", order: expectedOrder({ clientOrderId: ownId(3), side: "SELL" }) },
      { kind: "fill-order", clientOrderId: ownId(3), quantity: "0.0001" },
      deliver(-1),
      { kind: "place-order", order: buy },
      deliver(0),
      { kind: "set-position", position: longPosition },
      { kind: "snapshot" },
      { kind: "fill-order", clientOrderId: ownId(), quantity: "0.0001" },
      { kind: "reconcile" },
      ...manyOrders.slice(1).map((order) => ({ kind: "add-order", order }) as const),
      { kind: "set-config", config: { action: "cancel_all" } },
      { kind: "snapshot", between: { steps: [deliver(-1)] } },
      { kind: "reconcile", during: [{ afterCall: 1, step: deliver(-1) }] },
    ],
  });
  return { scenario, observation: await runScenario(scenario, shippedPipeline) };
}

/** The first instance's call is rejected, and then the second one makes a call. */
async function caseWithInstances() {
  const message = "Margin is insufficient.";
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "flatten", cooldownSeconds: 0 },
    exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
    steps: [
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -2019, message }] },
      { kind: "reconcile-overlapping", turns: [2, 1] },
    ],
  });
  return { scenario, observation: await runScenario(scenario, shippedPipeline) };
}

test("order updates are counted by how their fills arrive, and ids that are used again", async () => {
  const counter = new TransitionCounter();
  const observed = await caseWithFills();
  counter.record(observed);
  counter.record(observed);
  const fills = Object.entries(counter.byName()).filter(([name]) =>
    Object.hasOwn(situationShares, name),
  );
  expect(Object.fromEntries(fills)).toEqual(
    Object.fromEntries(Object.keys(situationShares).map((name) => [name, 2])),
  );
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
    "snapshot, orders ok": 1,
    "snapshot, positions ok": 1,
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
  const times = { atMs: 0, repliedAtMs: 0 };
  const call = {
    ...times,
    request,
    run: 0,
    auditEventsBefore: 0,
    reply: accepted,
    malformed: null,
  };
  const portCalls = (["timeout", null] as const).map((fault) => ({ ...call, fault }));
  const counter = new TransitionCounter();
  counter.record({ scenario, observation: { ...observation, portCalls } });
  expect(counter.byName()).toEqual({
    reconcile: 1,
    snapshot: 1,
    "snapshot, orders ok": 1,
    "snapshot, positions ok": 1,
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
    "a client order id used again": 1,
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
  expect(counter.byName()).toEqual({
    snapshot: 2,
    reconcile: 2,
    "snapshot > reconcile": 2,
    "snapshot, orders ok": 2,
    "snapshot, positions ok": 2,
  });
  expect(other.byName()).toEqual({});
});

test("each part of a snapshot counts by its kind", async () => {
  const scenario = scenarioWith({
    steps: [
      { kind: "snapshot", orders: { kind: "truncated", count: 0 } },
      { kind: "snapshot", positions: { kind: "truncated", count: 1 } },
      { kind: "reconcile" },
    ],
  });
  const counter = new TransitionCounter();
  counter.record({ scenario, observation: await runScenario(scenario, shippedPipeline) });
  const parts = Object.entries(counter.byName()).filter(([name]) => name.startsWith("snapshot, "));
  expect(Object.fromEntries(parts)).toEqual({
    "snapshot, orders ok": 1,
    "snapshot, orders truncated": 1,
    "snapshot, positions ok": 1,
    "snapshot, positions truncated": 1,
  });
});

test("a campaign names every entry as its minimum does", async () => {
  const counter = new TransitionCounter();
  const kinds = stepKinds.filter((kind) => kind !== "reconcile");
  const call = { request, atMs: 0, auditEventsBefore: 0, reply: accepted, malformed: null };
  const observed = (steps: readonly string[], fault: PortFault["kind"], part = "ok") => ({
    scenario: {
      ...scenarioWith({}),
      steps: steps.map((kind) => ({ kind, orders: { kind: part }, positions: { kind: part } })),
    },
    observation: {
      effects: [],
      interactions: [],
      trace: steps.map((kind, place) => ({
        step: { kind, filledQuantity: "0", order: {} },
        place,
      })),
      // A step with two instances has two runs.
      portCalls: [{ ...call, fault, run: steps[0] === "reconcile-overlapping" ? 2 : 0 }],
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
  for (const part of snapshotPartKinds) {
    counter.record(observed(["snapshot", "reconcile"], "accept", part) as never);
  }
  for (const after of kinds) counter.record(observed(["reconcile", after], "accept") as never);
  counter.record(await caseWithFills());
  counter.record(await caseWithInstances());
  const reached = counter.byName();
  expect([...requiredEntries.keys()].filter((name) => reached[name] === undefined)).toEqual([]);
});
