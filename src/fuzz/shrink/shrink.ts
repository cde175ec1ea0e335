/**
 * Makes a failureCounts scenario small, with its fingerprint pinned: a simpler scenario counts only when the
 * same check of the same property breaks, so shrinking never slides to another bug. It works on the
 * value and knows nothing of generators, so it works as well on a scenario that was edited by hand.
 */
import { isSequence, scenarioSchema } from "../../scenario/scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { shrinkCandidates } from "./passes.ts";

const candidatesMax = 10_000;

export type Shrunk = {
  readonly scenario: Scenario;
  readonly shrinks: number;
  /** The number of the simplification that was taken at each step. */
  readonly path: string;
};

/**
 * `first` is the scenario as it was generated, of which the one to shrink may be a simplification already.
 * `stillFails` answers whether the pinned check breaks on a scenario, and is told the path that leads
 * there; `start` is the path that has led to the first one.
 */
export async function shrink(
  scenario: Scenario,
  start: string,
  stillFails: (candidate: Scenario, path: string) => Promise<boolean>,
  first = scenario,
): Promise<Shrunk> {
  const allowSequence = isSequence(first);
  let minimalSize = scenario;
  let path = start;
  let shrinks = start === "" ? 0 : start.split(".").length;
  let tried = 0;
  // What was tried in vain is tried again only when everything behind it has been: most of it still fails.
  let from = 0;
  let found = true;
  while (found && tried < candidatesMax) {
    found = false;
    const candidates = shrinkCandidates(minimalSize, allowSequence);
    for (let offset = 0; offset < candidates.length; offset += 1) {
      if ((tried += 1) > candidatesMax) break;
      const index = (from + offset) % candidates.length;
      const valid = scenarioSchema.safeParse(candidates[index]);
      const next = path === "" ? `${index}` : `${path}.${index}`;
      if (!valid.success || !(await stillFails(valid.data, next))) continue;
      minimalSize = valid.data;
      path = next;
      shrinks += 1;
      found = true;
      from = index;
      break;
    }
  }
  return { scenario: minimalSize, shrinks, path };
}

/** Walks a path again. Null when today's shrinkCandidates no longer lead along it. */
export function replayShrinkPath(scenario: Scenario, path: string): Scenario | null {
  let at = scenario;
  const allowSequence = isSequence(scenario);
  for (const step of path === "" ? [] : path.split(".")) {
    const next = shrinkCandidates(at, allowSequence)[Number(step)];
    const valid = scenarioSchema.safeParse(next);
    if (!valid.success) return null;
    at = valid.data;
  }
  return at;
}
