import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { withoutOverlappingRuns, isSequence } from "../scenario/scenario.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { campaignContext } from "./campaign-context.ts";
import { findInstanceSituations, isAboutInstances } from "./instances.ts";
import { randomCases } from "./batch.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const rejected = { kind: "reject", code: -2019, message: "Margin is insufficient." } as const;

const scenarioOf = (turns: readonly number[], faults: readonly (typeof rejected)[] = []) =>
  scenarioWith({
    gates: openGates,
    config: { action: "flatten", cooldownSeconds: 0 },
    exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
    steps: [
      { kind: "set-port-faults", faults: [...faults] },
      { kind: "reconcile-overlapping", turns: [...turns] },
    ],
  });

async function situationsOf(scenario: ReturnType<typeof scenarioOf>) {
  const found = new Set<string>();
  const observation = await runScenario(scenario, shippedPipeline);
  findInstanceSituations(observation, (situation) => found.add(situation));
  return [...found];
}

const inTurn = "two instances that take turns around a port call";
const bothCall = "two instances that both call the port";

test("instances that take turns, and that both call the port, are counted", async () => {
  expect(await situationsOf(scenarioOf([]))).toEqual([]);
  expect(await situationsOf(scenarioOf([3]))).toEqual([inTurn]);
  expect(await situationsOf(scenarioOf([], [rejected]))).toEqual([bothCall]);
  expect(await situationsOf(scenarioOf([2, 1], [rejected]))).toEqual([inTurn, bothCall]);
});

test("what needs two instances is known by its name", () => {
  const names = [inTurn, bothCall, "reconcile-overlapping > crash", "crash > reconcile"];
  expect(names.map(isAboutInstances)).toEqual([true, true, true, false]);
});

test("a target with one instance takes a snapshot and runs instead, and has no other case", () => {
  const scenario = scenarioOf([1]);
  const single = withoutOverlappingRuns(scenario);
  expect(single.steps.map(({ kind }) => kind)).toEqual([
    "set-port-faults",
    "snapshot",
    "reconcile",
  ]);
  expect(withoutOverlappingRuns(single)).toBe(single);
  expect([isSequence(scenario), isSequence(single)]).toEqual([true, false]);
  const { openInstance: _, ...target } = shippedPipeline;
  const inputs = inputsWith({ runs: 1, sequences: 50, regressions: [scenario] });
  const { plan, skippedProperties } = campaignContext(inputs, target);
  expect(skippedProperties).toEqual([
    { name: "instances-send-no-intent-twice", missing: ["instances"] },
  ]);
  expect(plan.regressions).toEqual([]);
  const random = randomCases(plan.sequencesOf(1, 0), 1, 0);
  const cases = Array.from({ length: 50 }, () => random.next().value);
  expect(
    cases.some(({ steps }) => steps.some(({ kind }) => kind === "reconcile-overlapping")),
  ).toBe(false);
});
