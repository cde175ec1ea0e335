import { expect, test } from "vitest";
import { applyOrderUpdate } from "../../pipeline/order-update.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../../simulation/target.ts";
import { manyOrders, type Parts } from "../../test-fixtures/observe.ts";
import { expectedStop, observedStop } from "../../test-fixtures/conditional-orders.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../../test-fixtures/scenarios.ts";
import { isSequence, scenarioSchema, withoutConditionalOrders } from "../scenario.ts";
import { simplerSteps } from "../step.ts";

type Step = NonNullable<Parts["steps"]>[number];
type Between = NonNullable<Extract<Step, { kind: "snapshot" }>["between"]>;
type During = NonNullable<Extract<Step, { kind: "reconcile" }>["during"]>;

const fill = { kind: "fill-order", clientOrderId: ownId() } as const;
const wait = { kind: "advance-clock", ms: 250 } as const;
const exchange = { orders: [observedOrder()] };

async function snapshotWith(between: Between, parts: Parts = {}) {
  const steps: Step[] = [{ kind: "snapshot", between }, { kind: "reconcile" }];
  const scenario = scenarioWith({ exchange, ...parts, steps });
  const { runContexts, trace } = await runScenario(scenario, shippedPipeline);
  const snapshot = runContexts[0]?.snapshot;
  if (snapshot?.orders.status !== "ok" || snapshot.positions.status !== "ok")
    throw new Error("failed");
  return { ...snapshot, orders: snapshot.orders, positions: snapshot.positions, trace };
}

test.each<[Between["first"], string, number, number]>([
  ["orders", "OPEN", 1, -250],
  ["positions", "FILLED", 0, 250],
])("%s are read before the changes, and the other parts after them", async (...row) => {
  const [first, status, listed, lagMs] = row;
  const { orders, positions } = await snapshotWith({ first, steps: [wait, fill] });
  expect(orders.items.map((order) => order.status)).toEqual([status]);
  expect(positions.items).toHaveLength(listed);
  expect(orders.takenAtMs - positions.takenAtMs).toBe(lagMs);
});

test("the list of conditional orders can be read first, where there is one", async () => {
  const conditional = { ...exchange, conditionalOrders: [observedStop()] };
  const between: Between = { first: "conditionalOrders", steps: [wait, fill] };
  const read = await snapshotWith(between, { exchange: conditional });
  expect(read.conditionalOrders?.takenAtMs).toBe(startsAtMs);
  expect([read.orders.takenAtMs, read.positions.takenAtMs]).toEqual([
    startsAtMs + 250,
    startsAtMs + 250,
  ]);
  expect((await snapshotWith(between)).conditionalOrders).toBeUndefined();
});

test("a step within another one is in the trace after it, with its place in both lists", async () => {
  const { trace } = await snapshotWith({ steps: [wait, { ...fill, clientOrderId: 7 }] });
  expect(trace.map(({ place, inner, step: { kind } }) => [place, inner, kind])).toEqual([
    [0, undefined, "snapshot"],
    [0, 0, "advance-clock"],
    [0, 1, "fill-order"],
  ]);
});

const cancelled = (level: number) =>
  ({ kind: "cancel-by-exchange", clientOrderId: ownId(level) }) as const;

async function callsWith(during: During, target: Target = shippedPipeline) {
  const steps: Step[] = [{ kind: "snapshot" }, { kind: "reconcile", during }];
  const scenario = scenarioWith({ gates: openGates, exchange: { orders: manyOrders }, steps });
  const { portCalls, trace, effects } = await runScenario(scenario, target);
  const codes = portCalls.map(({ reply }) => ("code" in reply ? reply.code : reply.status));
  return { codes, inner: trace.flatMap(({ inner }) => inner ?? []), effects: effects.length };
}

test("a step in a run takes place after as many calls, or before the first one", async () => {
  expect(await callsWith([{ afterCall: 0, step: cancelled(1) }])).toMatchObject({
    codes: [-2_011, "accepted", "accepted", "accepted"],
    inner: [0],
  });
  expect(await callsWith([{ afterCall: 2, step: cancelled(3) }])).toMatchObject({
    codes: ["accepted", "accepted", -2_011, "accepted"],
    inner: [0],
  });
  // The call comes first.
  expect(await callsWith([{ afterCall: 1, step: cancelled(1) }])).toMatchObject({ inner: [] });
  expect(await callsWith([{ afterCall: 5, step: cancelled(4) }])).toMatchObject({ inner: [] });
});

test("a step takes place after a call without a reply too", async () => {
  const steps: Step[] = [
    { kind: "set-port-faults", faults: [{ kind: "never", applied: false }] },
    { kind: "snapshot" },
    { kind: "reconcile", during: [{ afterCall: 1, step: cancelled(1) }] },
  ];
  const scenario = scenarioWith({ gates: openGates, exchange, steps });
  const { portCalls, trace } = await runScenario(scenario, shippedPipeline);
  expect(portCalls.map(({ fault }) => fault)).toEqual(["never"]);
  expect(trace.at(-1)).toMatchObject({ inner: 0, step: { kind: "cancel-by-exchange" } });
});

const update = {
  kind: "order-update",
  clientOrderId: ownId(),
  status: "FILLED",
  filledQuantity: "0.001",
  updatedAtMs: startsAtMs,
} as const;

test("a run has the expected state of its start, and the next one the updates that arrived in it", async () => {
  const seen: string[][] = [];
  const target: Target = {
    ...shippedPipeline,
    applyOrderUpdate: (expected, arrived) => applyOrderUpdate(expected, arrived),
    reconcile: async (inputs, services) => {
      seen.push(inputs.expected.orders.map(({ status }) => status));
      const report = await shippedPipeline.reconcile(inputs, services);
      seen.push(inputs.expected.orders.map(({ status }) => status));
      return report;
    },
  };
  const other = observedOrder({ clientOrderId: ownId(2) });
  const scenario = scenarioWith({
    gates: openGates,
    expected: { orders: [expectedOrder()] },
    exchange: { orders: [observedOrder(), other] },
    steps: [
      { kind: "snapshot" },
      { kind: "reconcile", during: [{ afterCall: 1, step: update }] },
      { kind: "reconcile" },
    ],
  });
  const { runContexts, portCalls } = await runScenario(scenario, target);
  expect(portCalls).toHaveLength(1);
  expect(seen).toEqual([["OPEN"], ["OPEN"], ["FILLED"], ["FILLED"]]);
  expect(runContexts[1]?.expected.positions).toMatchObject([{ quantity: "0.001" }]);
});

function within(step: During[number]["step"]) {
  return scenarioWith({ steps: [{ kind: "reconcile", during: [{ afterCall: 0, step }] }] });
}

test("only a step that changes the expected state makes a sequence of it", () => {
  expect(isSequence(within(fill))).toBe(false);
  expect(isSequence(within(update))).toBe(true);
});

test("time passes between two reads, and in a run only while a reply takes time", () => {
  const during = [{ afterCall: 0, step: wait }];
  const scenario = { ...scenarioWith(), steps: [{ kind: "reconcile", during }] };
  expect(scenarioSchema.safeParse(scenario).success).toBe(false);
});

test("a target without conditional orders gets no step of them", () => {
  const trigger = { kind: "trigger-order", clientOrderId: 0 } as const;
  const scenario = scenarioWith({
    expected: { conditionalOrders: [expectedStop()] },
    steps: [
      { kind: "snapshot", between: { first: "conditionalOrders", steps: [trigger, wait] } },
      { kind: "snapshot", between: { steps: [trigger] } },
      { kind: "reconcile", during: [{ afterCall: 0, step: trigger }] },
    ],
  });
  const ok = { kind: "ok" };
  expect(withoutConditionalOrders(scenario).steps).toEqual([
    { kind: "snapshot", orders: ok, positions: ok, between: { first: "orders", steps: [wait] } },
    { kind: "snapshot", orders: ok, positions: ok },
    { kind: "reconcile" },
  ]);
});

test("simpler steps have fewer steps within, and first none", () => {
  const [snapshot, run] = scenarioWith({
    steps: [
      { kind: "snapshot", between: { first: "positions", steps: [wait] } },
      {
        kind: "reconcile",
        during: [
          { afterCall: 1, step: fill },
          { afterCall: 0, step: fill },
        ],
      },
    ],
  }).steps;
  if (snapshot === undefined || run === undefined) throw new Error("there are two");
  const ok = { kind: "ok" };
  const simpler = simplerSteps(snapshot);
  expect(simpler[0]).toEqual({ kind: "snapshot", orders: ok, positions: ok });
  expect(simpler).toContainEqual({ ...snapshot, between: { first: "orders", steps: [wait] } });
  expect(simplerSteps(run)[0]).toEqual({ kind: "reconcile" });
  expect(simplerSteps(run)).toContainEqual({
    kind: "reconcile",
    during: [{ afterCall: 0, step: { ...fill, quantity: null } }],
  });
});
