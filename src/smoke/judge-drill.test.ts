/** Drills with other maximums and other steps: what a bot did must not pass for another reason than its safety. */
import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import type { TakenCall } from "../simulation/calls-outside-runs.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { openGates } from "../test-fixtures/scenarios.ts";
import { drillsOf, readDrills } from "./drill.ts";
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

test("what is left to remediate is judged with open gates, also where a drill starts with closed ones", async () => {
  const result = await resultOf("venue-outage", shippedPipeline, ({ steps }) => ({
    gates: { confirm: null, env: {} },
    steps: [{ kind: "set-gates", gates: openGates }, ...steps],
  }));
  expect(result).toMatchObject({ verdict: "pass", safety: "nothing-to-remediate" });
});

test("an order that the bot placed before its gates close is nothing to remediate", async () => {
  const result = await resultOf("kill-switch", shippedPipeline, ({ startsAtMs, steps }) => ({
    steps: steps.map((step) => {
      if (step.kind !== "add-order") return step;
      const { orderId: _, updatedAtMs: __, ...order } = step.order;
      return { kind: "place-order", order: { ...order, createdAtMs: startsAtMs }, lost: "nothing" };
    }),
  }));
  expect(result?.reasons).toEqual([
    "nothing was at stake: the bot had nothing to remediate at the disturbance",
  ]);
});

test("a bot that may do nothing more, by its new configuration, is safe", async () => {
  const result = await resultOf("venue-outage", shippedPipeline, ({ steps }) => {
    const at = 1 + steps.findIndex(({ kind }) => kind === "reconcile");
    const change = { kind: "set-config", config: { action: "none" } };
    return { steps: [...steps.slice(0, at), change, ...steps.slice(at)] };
  });
  expect(result).toMatchObject({ verdict: "pass", portCalls: 1, safety: "nothing-to-remediate" });
});

const late: TakenCall = { when: "after-answer", method: "cancelOrder", detail: "" };

test.each([
  ["of a run of the first drill, in the second one", 0],
  ["at the end of the target", 2],
])("a port call %s fails one drill, and no other one", async (_, place) => {
  const { possible } = drillsOf(shippedPipeline, readDrills(undefined));
  let starts = 0;
  let calls: TakenCall[] = [];
  const target: Target = {
    ...shippedPipeline,
    start: async (nowMs) => {
      starts += 1;
      if (starts === 2 && place === 0) calls = [{ ...late, runsAgo: 9 }];
      await shippedPipeline.start?.(nowMs);
    },
    takeCallsOutsideRuns: () => calls.splice(0),
  };
  const results = await runDrills(possible, target, () => {
    if (place === 2) calls = [late];
    return Promise.resolve(null);
  });
  const verdicts = results.map(({ verdict }) => verdict);
  expect(verdicts).toEqual(possible.map((__, at) => (at === place ? "fail" : "pass")));
  expect(results[place]?.reasons.join()).toContain("cancelOrder");
});

const setBack = ({ steps }: Scenario) => ({
  steps: [{ kind: "set-clock", byMs: -1_234 }, ...steps],
});

test("a bot on the wire has a drill without what cannot happen there", async () => {
  const taken: number[] = [];
  const onWire: Target = {
    ...shippedPipeline,
    isOnWire: true,
    reconcile: (inputs, services) => {
      taken.push(services.nowMs());
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  await resultOf("venue-outage", onWire, setBack);
  expect(taken.length).toBeGreaterThan(3);
  expect(taken.filter((atMs) => atMs % 60_000 !== 0)).toEqual([]);
});
