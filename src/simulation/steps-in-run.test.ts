import { expect, test } from "vitest";
import type { StepDuringRun } from "../scenario/steps/reconcile.ts";
import { StepsInRun } from "./steps-in-run.ts";

const step = { kind: "cancel-by-exchange", clientOrderId: 0 } as const;
const during: readonly StepDuringRun[] = [0, 2, 0, 1].map((afterCall) => ({ afterCall, step }));

/** What happens in a run: the indexes of its steps, and `null` before each. */
function started(list = during) {
  const applied: number[] = [];
  const changes: (number | null)[] = [];
  const steps = new StepsInRun(list, (_, at) => applied.push(at));
  steps.onChange = (at) => changes.push(at);
  return { applied, changes, steps };
}

test("steps before the first port call happen once, however often the run begins", () => {
  const { applied, changes, steps } = started();
  for (let times = 0; times < 3; times += 1) steps.begin();
  expect(applied).toEqual([0, 2]);
  expect(changes).toEqual([null, 0, null, 2]);
});

test("each other step happens after its port call alone, and a first call begins the run", () => {
  const { applied, steps } = started();
  steps.endCall();
  expect(applied).toEqual([0, 2, 3]);
  steps.endCall();
  expect(applied).toEqual([0, 2, 3, 1]);
  steps.endCall();
  expect(applied).toEqual([0, 2, 3, 1]);
});

const reads = (["orders", "positions", undefined, "orders"] as const).map(
  (afterRead): StepDuringRun => ({ afterCall: 0, ...(afterRead && { afterRead }), step }),
);

test("a step after a read happens after the first read of its list", () => {
  const { applied, steps } = started(reads);
  steps.begin();
  steps.endRead("orders");
  expect(applied).toEqual([2, 0, 3]);
  steps.endRead("orders");
  steps.endRead("conditionalOrders");
  steps.endRead("positions");
  expect(applied).toEqual([2, 0, 3, 1]);
});

test("no step happens after a read that follows a port call", () => {
  const { applied, steps } = started(reads);
  steps.endCall();
  steps.endRead("orders");
  expect(applied).toEqual([2]);
});
