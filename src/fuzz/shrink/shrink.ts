/**
 * Makes a failing scenario small while the same check of the same property fails, so shrinking never moves
 * to another bug. It changes the scenario and not the choices of a generator, so it also shrinks a scenario
 * that was edited by hand.
 */
import { isSequence, scenarioSchema, type Scenario } from "../../scenario/scenario.ts";
import { filterCandidates } from "./filter-passes.ts";
import { genericCandidates } from "./generic-passes.ts";
import { initialStateCandidates } from "./initial-state-passes.ts";
import { fitOrNull, type Fit } from "../../profile/fit-scenario.ts";
import { assertSmaller, isSmaller, measureOf } from "./measure.ts";
import { stepCandidates } from "./step-passes.ts";

export type Shrunk = {
  readonly scenario: Scenario;
  readonly shrinks: number;
  /** The number of the candidate that was taken in each round, with dots between them. */
  readonly path: string;
  /** It was stopped before every candidate was tried. */
  readonly isCut: boolean;
};

/**
 * `stillFails` answers whether the check fails on a candidate, to which `path` leads from the scenario. A large
 * scenario has thousands of candidates, and to read them all takes seconds, so `isStopped` is asked before each.
 */
export async function shrink(
  scenario: Scenario,
  stillFails: (candidate: Scenario, path: string) => Promise<boolean>,
  fit: Fit | null = null,
  isStopped: () => boolean = () => false,
): Promise<Shrunk> {
  const allowSequence = isSequence(scenario);
  const path: string[] = [];
  let smallest = scenario;
  let candidates = shrinkCandidates(smallest, allowSequence);
  let next = 0;
  let isCut = false;
  for (let tried = 0; tried < candidates.length; tried += 1) {
    isCut = isStopped();
    if (isCut) break;
    const index = next % candidates.length;
    next = index + 1;
    const candidate = readCandidate(candidates[index], smallest, fit);
    if (candidate === null) continue;
    if (!(await stillFails(candidate, [...path, index].join(".")))) continue;
    assertSmaller(candidate, smallest);
    smallest = candidate;
    path.push(`${index}`);
    candidates = shrinkCandidates(smallest, allowSequence);
    // Candidates before this one were just refused, and most would be again, so they come last.
    next = index;
    tried = -1;
  }
  return { scenario: smallest, shrinks: path.length, path: path.join("."), isCut };
}

/** Null for a candidate that the schema refuses, and for one that is not smaller within the profile. */
function readCandidate(written: unknown, previous: Scenario, fit: Fit | null): Scenario | null {
  const { data } = scenarioSchema.safeParse(written);
  if (data === undefined || fit === null) return data ?? null;
  const fitted = fitOrNull(fit, data);
  if (fitted === null || !isSmaller(measureOf(fitted), measureOf(previous))) return null;
  return fitted;
}

/** Candidates are smaller by the measure; the schema may refuse some. A path names them by their index. */
export function shrinkCandidates(scenario: Scenario, allowSequence: boolean): unknown[] {
  return [
    ...genericCandidates(scenario),
    ...initialStateCandidates(scenario, allowSequence),
    ...stepCandidates(scenario, allowSequence),
    ...filterCandidates(scenario),
  ];
}

/** Follows a path from a generated scenario. Null when the passes of today do not lead along it. */
export function replayShrinkPath(
  scenario: Scenario,
  path: string,
  fit: Fit | null = null,
): Scenario | null {
  const allowSequence = isSequence(scenario);
  let reached = scenario;
  for (const index of path === "" ? [] : path.split(".")) {
    const candidate = shrinkCandidates(reached, allowSequence)[Number(index)];
    const next = readCandidate(candidate, reached, fit);
    if (next === null) return null;
    reached = next;
  }
  return reached;
}
