import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import {
  shippedPipeline,
  TargetError,
  targetErrorKinds,
  type Target,
} from "../src/simulation/target.ts";
import { defineTarget } from "../src/target/define-target.ts";
import { manyOrders } from "../src/test-fixtures/observe.ts";
import { scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";

const twoRuns: Scenario = scenarioWith({
  exchange: { orders: manyOrders },
  steps: [{ kind: "snapshot" }, { kind: "reconcile" }, { kind: "reconcile" }],
});

async function judge(target: Target, scenario = twoRuns) {
  const { verdicts } = await judgeCase(scenario, target, allProperties);
  const at = allProperties.findIndex(({ name }) => name === "every-run-answers");
  return { own: verdicts[at], kinds: new Set(verdicts.map(({ kind }) => kind)) };
}

/** Breaks in the run with this number. */
function breaking(inRun: number, error: unknown): Target {
  let runs = 0;
  return {
    name: "breaks",
    start: () => {
      runs = 0;
    },
    reconcile: (inputs, services) => {
      runs += 1;
      if (runs === inRun) throw error;
      return shippedPipeline.reconcile(inputs, services);
    },
  };
}

test("it passes where every run has a report", async () => {
  expect((await judge(shippedPipeline)).own).toEqual({ kind: "pass" });
});

test.each(targetErrorKinds)("an error of the kind %s fails its check", async (kind) => {
  const { own, kinds } = await judge(breaking(1, new TargetError(kind, "the cause")));
  const violation = { run: 1, expected: "a report", actual: "the cause" };
  expect(own).toMatchObject({ kind: "fail", check: kind, violation });
  expect([...kinds].toSorted()).toEqual(["errored", "fail"]);
});

test("an exception fails it, names the run, and has no control characters", async () => {
  const { own } = await judge(breaking(2, new Error("boom\n\u001b[31mred")));
  const violation = { run: 2, expected: "a report", actual: "Error: boom\n\\u{1b}[31mred" };
  expect(own).toMatchObject({ kind: "fail", check: "exception", violation });
});

const startsNever: Target = {
  ...shippedPipeline,
  start: () => Promise.reject(new Error("no memory")),
};

test("an error of `start` belongs to no run", async () => {
  const { own } = await judge(startsNever);
  const violation = { run: null, expected: "an answer to every request" };
  expect(own).toMatchObject({ check: "exception", violation });
});

test("an error that only a follow-up meets fails it too", async () => {
  const plain = { ...twoRuns, steps: twoRuns.steps.slice(0, 2) };
  const { own } = await judge(breaking(2, new Error("boom")), plain);
  const actual = expect.stringMatching(/^in the follow-up of [a-z-]+: Error: boom$/);
  expect(own).toMatchObject({ kind: "fail", check: "exception", violation: { run: null, actual } });
});

test("a sequence that the target does not support is no violation", async () => {
  const single = defineTarget({ name: "single runs", reports: [], reconcile: () => ({}) });
  const steps = [...twoRuns.steps, { kind: "restart", expectedState: "current" } as const];
  const { own } = await judge(single, { ...twoRuns, steps });
  expect(own).toMatchObject({ kind: "errored" });
});
