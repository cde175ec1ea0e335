/**
 * Whether seed and path still lead to a counterexample's scenario. It is told and decides nothing:
 * generators change, and a replay runs the scenario itself.
 */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { batchCases, generatedScenarios } from "./batch.ts";
import { replayShrinkPath } from "./shrink/shrink.ts";
import type { Counterexample } from "./counterexample.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { sequencesOf } from "./campaign-context.ts";

export function describeProvenance(counterexample: Counterexample): string {
  const { provenance } = counterexample;
  const [phase, number] = provenance.case.split(":");
  if (phase !== "random" && phase !== "sequences") return `found in ${provenance.case}`;
  const met = generatedCase(provenance.seed, phase, Number(number));
  const origin = met === undefined ? null : replayShrinkPath(met, provenance.shrinkPath);
  const leads = origin !== null && isSame(origin, counterexample.scenario);
  const still = leads ? "still lead here" : "no longer lead here; the scenario in the file counts";
  return `seed ${provenance.seed}, ${provenance.case} and the path ${still}`;
}

function generatedCase(
  seed: number,
  phase: "random" | "sequences",
  number: number,
): Scenario | undefined {
  const before = number % batchCases;
  const batch = { phase, start: number - before, cases: before + 1 };
  return [...generatedScenarios(batch, { seed, arbitrary: scenario(), sequencesOf })].at(-1);
}

function isSame(left: Scenario, right: Scenario): boolean {
  const { name, statement } = right;
  return canonicalJson({ ...left, name, statement }) === canonicalJson(right);
}
