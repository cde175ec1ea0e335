/** Scenarios to shrink, and their candidates. */
import { randomCases, type ScenarioArbitrary } from "../fuzz/batch.ts";
import { isSmaller, measureOf } from "../fuzz/shrink/measure.ts";
import { shrinkCandidates } from "../fuzz/shrink/shrink.ts";
import { isSequence, scenarioSchema, type Scenario } from "../scenario/scenario.ts";

/** The same in each call. */
export function generate(arbitrary: ScenarioArbitrary, count: number, seed: number): Scenario[] {
  const cases = randomCases(arbitrary, seed, 0);
  return Array.from({ length: count }, () => cases.next().value);
}

/** The parsed candidates: those that the schema takes. */
export function candidatesOf(scenario: Scenario): Scenario[] {
  return shrinkCandidates(scenario, isSequence(scenario)).flatMap((candidate) => {
    const { data } = scenarioSchema.safeParse(candidate);
    return data === undefined ? [] : [data];
  });
}

/** Candidates that are not smaller than their scenario. */
export function notSmaller(scenario: Scenario): Scenario[] {
  const measure = measureOf(scenario);
  return candidatesOf(scenario).filter((candidate) => !isSmaller(measureOf(candidate), measure));
}
