/** Drills with other maximums and other steps: what a bot did must not pass for another reason than its safety. */
import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { readDrills } from "./drill.ts";
import { runDrills } from "./run-drills.ts";

const noFault = () => Promise.resolve(null);
const ignoring = targetOf(plantedBug("gate-ignored-armed"));

/** The result of a drill that permits more than any bot needs. */
async function resultOf(name: string, target: Target, change: (scenario: Scenario) => object) {
  const drills = readDrills(name).map((drill) => {
    const scenario = { ...drill.scenario, ...change(drill.scenario) };
    return { ...drill, maxRuns: 9, maxPortCalls: 9, scenario };
  });
  const [result] = await runDrills(drills, target, noFault);
  return result;
}

const without = (steps: readonly Step[], isLeftOut: (step: Step, at: number) => boolean) =>
  steps.filter((step, at) => !isLeftOut(step, at));

test("a bot with a closed gate is not halted by a run in which it calls the port", async () => {
  // One order for each run, and one run after the gate closes.
  const result = await resultOf("kill-switch", ignoring, ({ config, steps }) => ({
    config: { ...config, maxOrdersPerAction: 1 },
    steps: steps.slice(0, -6),
  }));
  expect(result).toMatchObject({ verdict: "fail", runs: null, portCalls: 1, safety: null });
  expect(result?.reasons.join()).toMatch(/^after 1 run it may still cancel/);
});

test("a bot that had done everything before its gates close shows nothing", async () => {
  const result = await resultOf("kill-switch", shippedPipeline, ({ steps }) => ({
    steps: without(steps, ({ kind }) => kind === "add-order"),
  }));
  expect(result).toMatchObject({
    verdict: "inconclusive",
    reasons: ["nothing was at stake: the bot had nothing to remediate at the disturbance"],
  });
});

test("a call after the gates closed is no work before it", async () => {
  const result = await resultOf("kill-switch", ignoring, ({ steps }) => {
    const first = steps.findIndex(({ kind }) => kind === "reconcile");
    return { steps: without(steps, (_, at) => at === first) };
  });
  expect(result).toMatchObject({
    verdict: "inconclusive",
    reasons: ["nothing was at stake: the bot made no port call before its gates closed"],
  });
});

test("a crash before the first port call is none between port calls", async () => {
  const result = await resultOf("restart-in-flatten", shippedPipeline, ({ steps }) => ({
    steps: steps.map((step) =>
      step.kind === "crash" ? { ...step, afterInteractions: 0, applied: false } : step,
    ),
  }));
  expect(result).toMatchObject({
    verdict: "inconclusive",
    reasons: ["nothing was at stake: the process of the bot did not end between its port calls"],
  });
});

test("a drill without a run after its disturbance is passed by no bot", async () => {
  const result = await resultOf("kill-switch", shippedPipeline, ({ steps }) => ({
    steps: steps.slice(0, 1 + steps.findIndex(({ kind }) => kind === "set-gates")),
  }));
  expect(result).toMatchObject({ verdict: "fail", runs: null, safety: null });
});
