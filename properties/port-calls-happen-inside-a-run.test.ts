/** Each phase has a check, and a planted bug or a session that records its own calls fails it. */
import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { takeLateCalls } from "../src/simulation/calls-outside-runs.ts";
import type { CallOutsideRun } from "../src/simulation/observation.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import type { Parts } from "../src/test-fixtures/observe.ts";
import { ownId, scenarioWith, startsAtMs } from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";
import { portCallsHappenInsideARun } from "./port-calls-happen-inside-a-run.ts";

const run = { kind: "reconcile" } as const;
const restart = { kind: "restart", expectedState: "current" } as const;
const update = { clientOrderId: ownId(), status: "FILLED", updatedAtMs: startsAtMs } as const;
const orderUpdate = { kind: "order-update", ...update } as const;

async function judge(target: Target, steps: NonNullable<Parts["steps"]>) {
  const { observed, verdicts } = await judgeCase(scenarioWith({ steps }), target, allProperties);
  const failures = verdicts.flatMap((verdict) => (verdict.kind === "fail" ? [verdict] : []));
  return { observed, failures };
}

test.each([
  ["cancel-sent-at-start", [run, restart, run], "call-in-start", null],
  ["cancel-sent-on-order-update", [run, orderUpdate, run], "call-between-runs", null],
  ["cancel-sent-after-answer", [run], "call-after-answer", 1],
  ["cancel-sent-after-answer", [run, run, restart], "call-after-answer", 2],
] as const)("%s fails in %j", async (name, steps, check, failedRun) => {
  const { observed, failures } = await judge(targetOf(plantedBug(name)), steps);
  expect(failures).toMatchObject([{ check, violation: { run: failedRun } }]);
  // The run is not blamed.
  expect(observed.observation.portCalls).toEqual([]);
});

/** A target whose own session records these calls when the harness asks for the nth time. */
function recording(call: Omit<CallOutsideRun, "afterRuns">, nth: number): Target {
  let asked = 0;
  const takeCallsOutsideRuns = () => ((asked += 1) === nth ? [call] : []);
  return { ...shippedPipeline, takeCallsOutsideRuns };
}

test.each([
  ["start", 1, "call-in-start", 0],
  ["between-runs", 3, "call-between-runs", 1],
  ["after-answer", 4, "call-after-answer", 2],
  ["shutdown", 4, "call-at-shutdown", 2],
] as const)("a call that a session recorded in %s fails", async (when, nth, check, afterRuns) => {
  const call = { when, method: "port/cancelOrder", detail: "{}" } as const;
  const target = recording(call, nth);
  const scenario = scenarioWith({ steps: [run, run] });
  const { observed, verdicts } = await judgeCase(scenario, target, [portCallsHappenInsideARun]);
  expect(observed.observation.callsOutsideRuns).toEqual([{ ...call, afterRuns }]);
  expect(verdicts).toMatchObject([{ kind: "fail", check }]);
});

test("a call that a session recorded before a scenario belongs to the one before it", async () => {
  const call = { when: "after-answer", method: "port/cancelOrder", detail: "{}" } as const;
  // Asked after the start, before the run and at the end of the first scenario; then before the second.
  const target = recording(call, 4);
  const [first, second] = [scenarioWith({ steps: [run] }), scenarioWith({ steps: [run, run] })];
  for (const scenario of [first, second]) {
    const { verdicts } = await judgeCase(scenario, target, [portCallsHappenInsideARun]);
    expect(verdicts).toEqual([{ kind: "pass" }]);
  }
  expect(takeLateCalls(target)).toMatchObject([{ ...call, scenario: first }]);
});
