import { expect, test } from "vitest";
import { scenario as scenarioArbitrary } from "../../../properties/arbitraries/scenario.ts";
import { isSequence, scenarioSchema, type Scenario } from "../../scenario/scenario.ts";
import { innerStepsOf } from "../../scenario/step.ts";
import { scenarioWith } from "../../test-fixtures/scenarios.ts";
import { randomCases, type ScenarioArbitrary } from "../batch.ts";
import { sequencesOf } from "../campaign-context.ts";
import { isSmaller, measureOf } from "./measure.ts";
import { shrink, shrinkCandidates } from "./shrink.ts";

const hasInner = ({ steps }: Scenario) => steps.some((step) => innerStepsOf(step).length > 0);

function generate(arbitrary: ScenarioArbitrary, count: number): Scenario[] {
  const cases = randomCases(arbitrary.filter(hasInner), 7, 0);
  return Array.from({ length: count }, () => cases.next().value);
}

const generated = [...generate(scenarioArbitrary(), 6), ...generate(sequencesOf(7, 0), 2)];

test("every candidate of a scenario with steps within a step is smaller", () => {
  for (const scenario of generated) {
    const measure = measureOf(scenario);
    const notSmaller = shrinkCandidates(scenario, isSequence(scenario)).filter((candidate) => {
      const { data } = scenarioSchema.safeParse(candidate);
      return data !== undefined && !isSmaller(measureOf(data), measure);
    });
    expect(notSmaller).toEqual([]);
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
