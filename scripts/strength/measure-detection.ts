/** Seeks one planted bug with one seed, as a campaign would, and shrinks the case that detects it. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Target } from "../../src/simulation/target.ts";
import { sizeOf } from "../../src/scenario/size.ts";
import { stepsIn } from "../../src/fuzz/shrink/measure.ts";
import { shrink } from "../../src/fuzz/shrink/shrink.ts";
import { judgeCase, violationsOf } from "../../src/fuzz/judge-case.ts";
import type { Property } from "../../properties/property.ts";
import { targetOf, type PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";
import { generatedScenarios } from "./generated-scenarios.ts";

/** The number of random cases of a campaign by default. */
export const casesMax = 10_000;
/** How many cases are judged at least, also after the detection, to count the other properties. */
export type CaseMinimum = { readonly minCases: number; readonly minSequences: number };
export type CaseLimits = CaseMinimum & {
  /** After so many cases only the expected property judges; absent: all properties judge every case. */
  readonly allJudgeMax?: number;
};
export const defaultMinimum: CaseMinimum = { minCases: 250, minSequences: 50 };

export type Detection = {
  readonly seed: number;
  /** The case, from 1, that failed the bug's check; null when none did. */
  readonly detectedAfter: number | null;
  /** The size of the shrunk case, or null: entities and steps, or the steps of a sequence. */
  readonly size: number | null;
  /** The time of detection and shrinking. */
  readonly elapsedMs: number;
  /** The first case, from 1, that each property failed, by the name of the property. */
  readonly firstFailures: Readonly<Record<string, number>>;
};

/**
 * Random cases only: the enumeration is the same for every seed, so it would detect a bug with all seeds
 * or with none. Every property judges every case, which shows the first to fail; a campaign samples
 * metamorphic properties.
 */
export async function measureDetection(
  bug: PlantedBug,
  seed: number,
  properties: readonly Property[],
  { minCases, minSequences, allJudgeMax = Infinity }: CaseLimits,
): Promise<Detection> {
  const { isSequence = false, expectedFailure } = bug;
  const least = isSequence ? minSequences : minCases;
  const target = targetOf(bug);
  const own = propertiesFor(expectedFailure, properties);
  const firstFailures: Record<string, number> = {};
  const startedAtMs = performance.now();
  let detected: Pick<Detection, "detectedAfter" | "size" | "elapsedMs"> | null = null;
  let cases = 0;
  for (const scenario of generatedScenarios(seed, isSequence, casesMax)) {
    cases += 1;
    const judged = cases > allJudgeMax ? own : properties;
    const failed = violationsOf(await judgeCase(scenario, target, judged), judged);
    for (const fingerprint of failed.keys()) firstFailures[propertyOf(fingerprint)] ??= cases;
    if (detected === null && failed.has(expectedFailure)) {
      const shrunk = await shrinkDetected(scenario, target, expectedFailure, own);
      const size = isSequence ? stepsIn(shrunk.steps) : sizeOf(shrunk);
      detected = { detectedAfter: cases, size, elapsedMs: performance.now() - startedAtMs };
    }
    if (detected !== null && cases >= least) break;
  }
  const elapsedMs = performance.now() - startedAtMs;
  return { seed, firstFailures, ...(detected ?? { detectedAfter: null, size: null, elapsedMs }) };
}

function propertyOf(fingerprint: string): string {
  return fingerprint.split("/")[0] ?? "";
}

/** The expected property. Where it judges follow-ups too, also the properties that make them. */
function propertiesFor(
  expectedFailure: string,
  properties: readonly Property[],
): readonly Property[] {
  const expected = properties.filter(({ name }) => name === propertyOf(expectedFailure));
  return expected.some((property) => "judgesFollowUps" in property) ? properties : expected;
}

/** `judged` has no property that cannot keep a candidate. */
async function shrinkDetected(
  scenario: Scenario,
  target: Target,
  expectedFailure: string,
  judged: readonly Property[],
): Promise<Scenario> {
  const stillFails = async (candidate: Scenario) =>
    violationsOf(await judgeCase(candidate, target, judged), judged).has(expectedFailure);
  return (await shrink(scenario, stillFails)).scenario;
}
