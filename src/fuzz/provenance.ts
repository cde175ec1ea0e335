/**
 * Whether seed and path still lead to a counterexample's scenario. It is told and decides nothing:
 * generators change, and a replay runs the scenario itself.
 */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { blockCases, generatedScenarios } from "./batch.ts";
import { walkPath } from "./shrink/shrink.ts";
import type { Counterexample } from "./counterexample.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { historiesOf } from "./campaign-context.ts";

export function describeOrigin(counterexample: Counterexample): string {
  const { foundBy } = counterexample;
  const [phase, number] = foundBy.case.split(":");
  if (phase !== "random" && phase !== "histories") return `found in ${foundBy.case}`;
  const met = generatedCase(foundBy.seed, phase, Number(number));
  const origin = met === undefined ? null : walkPath(met, foundBy.path);
  const leads = origin !== null && isSame(origin, counterexample.scenario);
  const still = leads ? "still lead here" : "no longer lead here; the scenario in the file counts";
  return `seed ${foundBy.seed}, ${foundBy.case} and the path ${still}`;
}

function generatedCase(
  seed: number,
  phase: "random" | "histories",
  number: number,
): Scenario | undefined {
  const before = number % blockCases;
  const block = { phase, start: number - before, cases: before + 1 };
  return [...generatedScenarios(block, { seed, arbitrary: scenario(), historiesOf })].at(-1);
}

function isSame(left: Scenario, right: Scenario): boolean {
  const { name, statement } = right;
  return canonicalJson({ ...left, name, statement }) === canonicalJson(right);
}
