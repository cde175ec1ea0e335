/**
 * Whether seed and path still lead to a counterexample's scenario. It is told and decides nothing:
 * generators change, and a replay runs the scenario itself.
 */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Scenario } from "../domain/scenario.ts";
import { blockCases } from "../harness/campaign/block.ts";
import { randomCases } from "../harness/campaign/random-case.ts";
import { walkPath } from "../harness/campaign/shrink.ts";
import type { Counterexample } from "../harness/counterexample.ts";
import { scenario as scenarioArbitrary } from "../../properties/arbitraries/scenario.ts";

export function describeOrigin(counterexample: Counterexample): string {
  const { foundBy } = counterexample;
  const [phase, number] = foundBy.case.split(":");
  if (phase !== "random") return `found in ${foundBy.case}`;
  const origin = walkPath(randomCase(foundBy.seed, Number(number)), foundBy.path);
  const leads = origin !== null && isSame(origin, counterexample.scenario);
  const still = leads ? "still lead here" : "no longer lead here; the scenario in the file counts";
  return `seed ${foundBy.seed}, ${foundBy.case} and the path ${still}`;
}

function randomCase(seed: number, number: number): Scenario {
  const cases = randomCases(scenarioArbitrary(), seed, Math.floor(number / blockCases));
  for (let skipped = 0; skipped < number % blockCases; skipped += 1) cases.next();
  return cases.next().value;
}

function isSame(left: Scenario, right: Scenario): boolean {
  const { name, statement } = right;
  return canonicalJson({ ...left, name, statement }) === canonicalJson(right);
}
