import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { addInnerStepLabels, innerStepLabels } from "./inner-steps.ts";

const fill = { kind: "fill-order", clientOrderId: ownId(4) } as const;
const unknown = { kind: "fill-order", clientOrderId: ownId(7) } as const;
const wait = { kind: "advance-clock", ms: 1 } as const;
const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const during = (afterCall: number) => ({ ...run, during: [{ afterCall, step: fill }] });

/** No list of the run has it. */
const added = { kind: "add-order", order: observedOrder({ clientOrderId: ownId(9) }) } as const;
const after = (afterCall: number) => ({ afterCall, step: added });

const reads = "a change between two reads of a snapshot";
const times = "a snapshot with changes and parts of two times";
const inRun = "a change at the exchange within a run";
const calls = "a change between two port calls of a run";

test.each<[string, NonNullable<Parts["steps"]>, string[]]>([
  ["nothing happens within a step", [snapshot, run], []],
  ["only time passes", [{ ...snapshot, between: { steps: [wait] } }, run], []],
  ["an order fills between the reads", [{ ...snapshot, between: { steps: [fill] } }, run], [reads]],
  ["a step acts on nothing", [{ ...snapshot, between: { steps: [unknown] } }, run], []],
  ["time passes too", [{ ...snapshot, between: { steps: [fill, wait] } }, run], [reads, times]],
  ["an order fills before the first call", [snapshot, during(0)], [inRun]],
  ["an order fills between two calls", [snapshot, during(1)], [inRun, calls]],
  ["an order fills after the last call", [snapshot, { ...run, during: [after(4)] }], [inRun]],
  ["an order fills after a call that is not made", [snapshot, during(5)], []],
])("labels where %s", async (_, steps, expected) => {
  const scenario = scenarioWith({ gates: openGates, exchange: { orders: manyOrders }, steps });
  const labels = new Set<string>();
  addInnerStepLabels(
    { scenario, observation: await runScenario(scenario, shippedPipeline) },
    labels,
  );
  expect([...labels].toSorted()).toEqual(expected.toSorted());
  expect(Object.keys(innerStepLabels)).toEqual(expect.arrayContaining(expected));
});
