import { expect, test } from "vitest";
import { scenario as scenarioArbitrary } from "../../../properties/arbitraries/scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { innerStepsOf, runsOf } from "../../scenario/step.ts";
import { observedOrder, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { sequencesOf } from "../campaign-context.ts";
import { stepsIn } from "./measure.ts";
import { shrink } from "./shrink.ts";
import { generate, notSmaller } from "../../test-fixtures/shrinking.ts";

const hasInner = ({ steps }: Scenario) => steps.some((step) => innerStepsOf(step).length > 0);

const generated = [
  ...generate(scenarioArbitrary().filter(hasInner), 6, 7),
  ...generate(sequencesOf(7, 0).filter(hasInner), 2, 7),
];

test("every candidate of a scenario with steps within a step is smaller", () => {
  for (const scenario of generated) {
    expect(notSmaller(scenario)).toEqual([]);
  }
});

test("a step within a step goes where it is not needed, and else stays alone", async () => {
  for (const scenario of generated) {
    const without = await shrink(scenario, () => Promise.resolve(true));
    expect(hasInner(without.scenario)).toBe(false);
    const { scenario: smallest } = await shrink(scenario, (it) => Promise.resolve(hasInner(it)));
    expect(smallest.steps.flatMap(innerStepsOf)).toHaveLength(1);
  }
});

test("a step that need not be within a run comes after it", async () => {
  const update = {
    kind: "order-update",
    clientOrderId: "x",
    status: "OPEN",
    updatedAtMs: 0,
  } as const;
  const scenario = scenarioWith({
    steps: [{ kind: "reconcile", during: [{ afterCall: 0, step: update }] }],
  });
  const { scenario: smallest } = await shrink(scenario, ({ steps }) => {
    const flat = steps.flatMap((step) => [step, ...innerStepsOf(step)]);
    return Promise.resolve(flat.map(({ kind }) => kind).join() === "reconcile,order-update");
  });
  expect(smallest.steps.map(({ kind }) => kind)).toEqual(["reconcile", "order-update"]);
});

/** An update within a step delivers the change of the last order. */
async function deliversTheLast({ steps }: Scenario): Promise<boolean> {
  const added = steps.filter(({ kind }) => kind === "add-order").length;
  const delivered = steps.flatMap(innerStepsOf).find(({ kind }) => kind === "deliver-update");
  const number = delivered !== undefined && "update" in delivered ? delivered.update : null;
  return Promise.resolve(number === added - 1 && steps.some(({ kind }) => kind === "snapshot"));
}

test("an order goes with the number that delivers a later update within a step", async () => {
  const inner = { kind: "deliver-update", update: 1 } as const;
  const scenario = scenarioWith({
    steps: [
      { kind: "add-order", order: observedOrder({ clientOrderId: ownId(1) }) },
      { kind: "add-order", order: observedOrder({ clientOrderId: ownId(2) }) },
      { kind: "snapshot", between: { steps: [inner] } },
      { kind: "reconcile" },
    ],
  });
  const { scenario: smallest } = await shrink(scenario, deliversTheLast);
  expect(smallest.steps.filter(({ kind }) => kind === "add-order")).toHaveLength(1);
});

/** Two instances each read a snapshot. */
async function hasRunWithSnapshot({ steps }: Scenario): Promise<boolean> {
  const kinds = steps.map(({ kind }) => kind);
  const isOne = kinds.includes("snapshot") && kinds.includes("reconcile");
  return Promise.resolve(isOne || kinds.includes("reconcile-overlapping"));
}

test("two instances become one where the failure does not need both", async () => {
  const overlap = { kind: "reconcile-overlapping", turns: [1] } as const;
  const { scenario } = await shrink(scenarioWith({ steps: [overlap] }), hasRunWithSnapshot);
  expect(scenario.steps.map(({ kind }) => kind)).toEqual(["snapshot", "reconcile"]);
  expect(stepsIn([overlap, { kind: "reconcile" }])).toBe(5);
});

async function hasTwoRuns({ steps }: Scenario): Promise<boolean> {
  return Promise.resolve(steps.reduce((count, step) => count + runsOf(step), 0) === 2);
}

test("two instances run one after the other where the failure needs two runs, but not at once", async () => {
  const overlap = { kind: "reconcile-overlapping", turns: [1] } as const;
  const { scenario } = await shrink(scenarioWith({ steps: [overlap] }), hasTwoRuns);
  expect(scenario.steps.map(({ kind }) => kind)).toEqual(["reconcile", "reconcile"]);
});

test.each([
  ["hedge", "LONG", "BOTH"],
  ["one_way", "BOTH", "LONG"],
] as const)("a change to %s goes, and what follows is on the side of before", async (...row) => {
  const [mode, positionSide, before] = row;
  const place = { symbol: "BTCUSDT", positionSide } as const;
  const positionMode = mode === "hedge" ? "one_way" : "hedge";
  const { scenario } = await shrink(
    scenarioWith({
      exchange: { positionMode },
      steps: [
        { kind: "set-position-mode", mode },
        { kind: "set-position", position: { ...place, quantity: "0.5" } },
        { kind: "reconcile" },
      ],
    }),
    // A run before the change would need the first mode.
    (candidate) =>
      Promise.resolve(candidate.exchange.positionMode === positionMode && isValid(candidate)),
  );
  expect(scenario.steps).toEqual([
    { kind: "set-position", position: { ...place, positionSide: before, quantity: "0.5" } },
    { kind: "reconcile" },
  ]);
});

/** The position of the only step that sets one is on a side of the mode that the scenario has then. */
function isValid({ exchange: { positionMode }, steps }: Scenario): boolean {
  let mode = positionMode;
  for (const step of steps) {
    if (step.kind === "set-position-mode") mode = step.mode;
    if (step.kind !== "set-position") continue;
    const { positionSide, quantity } = step.position;
    return quantity === "0.5" && (positionSide === "BOTH") === (mode === "one_way");
  }
  return false;
}
