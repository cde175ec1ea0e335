/** Looks for one planted bug with one seed, as a campaign of that seed would, and makes what it met small. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import { batchesOf, scenariosOf } from "../../src/fuzz/batch.ts";
import type { CasePlan } from "../../src/fuzz/batch.ts";
import { sizeOf } from "../../src/fuzz/run-batch.ts";
import { shrink } from "../../src/fuzz/shrink/shrink.ts";
import { judgeCase } from "../../src/fuzz/judge-case.ts";
import type { Property, Verdict } from "../../properties/property.ts";
import type { PlantedBug } from "../../properties/planted-bugs/planted-bug-type.ts";

/** As many random cases as a campaign has that is not told how many. */
export const casesMax = 10_000;
/** All of these are judged, also after the catch, so that it is seen which other properties notice. */
export const minCases = 250;
export const minSequences = 50;

export type Detection = {
  readonly seed: number;
  /** How many cases until the bug's check broke; null when it never did. */
  readonly detectedAfter: number | null;
  /** The size of the shrunk counterexample, or null: entities and steps, of a sequence its steps. */
  readonly size: number | null;
  /** How long catching and shrinking took. */
  readonly elapsedMs: number;
  /** The case, from 1, on which each property broke first, of the properties that did. */
  readonly firstBroken: Readonly<Record<string, number>>;
};

/**
 * Random cases only: the enumeration is the same for every seed, so a bug that needs it would be caught in
 * all seeds or in none. Every property judges every case, relations too, so that it shows which one is
 * first; a campaign draws a relation for one random case in twenty.
 */
export async function measureDetection(
  bug: PlantedBug,
  seed: number,
  properties: readonly Property[],
  { arbitrary, sequencesOf }: Pick<CasePlan, "arbitrary" | "sequencesOf">,
): Promise<Detection> {
  const { isSequence } = bug;
  const [runs, sequences] = isSequence ? [0, casesMax] : [casesMax, 0];
  const watched = isSequence ? minSequences : minCases;
  const plan = { seed, runs, sequences, regressions: [], enumeration: [], arbitrary, sequencesOf };
  const firstBroken: Record<string, number> = {};
  const startedAtMs = performance.now();
  let met: { after: number; size: number; elapsedMs: number } | null = null;
  let cases = 0;
  for (const batch of batchesOf(plan)) {
    for (const scenario of scenariosOf(batch, plan)) {
      cases += 1;
      const { verdicts } = await judgeCase(scenario, bug.target, properties);
      for (const [place, verdict] of verdicts.entries()) {
        if (verdict.kind === "fail") firstBroken[properties[place]?.name ?? ""] ??= cases;
      }
      if (met === null && breaks(bug, properties, verdicts)) {
        const size = await shrunkSize(scenario, bug, properties);
        met = { after: cases, size, elapsedMs: performance.now() - startedAtMs };
      }
      if (met !== null && cases >= watched) break;
    }
    if (met !== null) break;
  }
  const elapsedMs = met?.elapsedMs ?? performance.now() - startedAtMs;
  return {
    seed,
    detectedAfter: met?.after ?? null,
    size: met?.size ?? null,
    elapsedMs,
    firstBroken,
  };
}

function breaks(
  { expectedFailure }: PlantedBug,
  properties: readonly Property[],
  verdicts: readonly Verdict[],
): boolean {
  return verdicts.some(
    (verdict, place) =>
      verdict.kind === "fail" && `${properties[place]?.name}/${verdict.check}` === expectedFailure,
  );
}

/** Only the property that has to catch the bug is asked, for the others cannot keep a candidate. */
async function shrunkSize(
  scenario: Scenario,
  bug: PlantedBug,
  properties: readonly Property[],
): Promise<number> {
  const asked = properties.filter(({ name }) => bug.expectedFailure.startsWith(`${name}/`));
  const stillFails = async (candidate: Scenario) =>
    breaks(bug, asked, (await judgeCase(candidate, bug.target, asked)).verdicts);
  const shrunk = (await shrink(scenario, "", stillFails)).scenario;
  return bug.isSequence ? shrunk.steps.length : sizeOf(shrunk);
}
