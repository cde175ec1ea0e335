/** Whether seed and shrink path still lead to a counterexample's scenario. A replay does not need them. */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { generatedScenarios, type Generators } from "./batch.ts";
import type { Target } from "../simulation/target.ts";
import { fitTo } from "../profile/fit-scenario.ts";
import { replayShrinkPath } from "./shrink/shrink.ts";
import type { Counterexample } from "./counterexample.ts";
import { generators } from "./campaign-context.ts";
import { generatorsOnWire } from "./plan-on-wire.ts";
import { possibleCases } from "./undeclared-parts.ts";

export function describeProvenance(
  counterexample: Counterexample,
  target: Pick<Target, "profile" | "isOnWire" | "opensUserStream">,
): string {
  const { provenance } = counterexample;
  const [phase, number] = provenance.case.split(":");
  if (phase !== "random" && phase !== "sequences") return `found in ${provenance.case}`;
  const generated = generatedCase(
    provenance.seed,
    phase,
    Number(number),
    target.isOnWire === true ? generatorsOnWire(generators, target) : generators,
  );
  // A campaign leaves out what its target does not declare, and a counterexample does not name that.
  const starts = generated === undefined ? [] : possibleCases(generated, target.profile);
  const leads = starts.some((start) => {
    const shrunk = replayShrinkPath(start, provenance.shrinkPath, fitTo(target.profile));
    return shrunk !== null && isSame(shrunk, counterexample.scenario);
  });
  const still = leads
    ? "still lead to this scenario"
    : "no longer lead to this scenario; a replay runs the saved one";
  return `seed ${provenance.seed}, case ${provenance.case} and the shrink path ${still}`;
}

function generatedCase(
  seed: number,
  phase: "random" | "sequences",
  number: number,
  plan: Generators,
): Scenario | undefined {
  const before = number % plan.batchCases;
  const batch = { phase, start: number - before, cases: before + 1 };
  return [...generatedScenarios(batch, { seed, ...plan })].at(-1);
}

function isSame(left: Scenario, right: Scenario): boolean {
  const { name, statement } = right;
  return canonicalJson({ ...left, name, statement }) === canonicalJson(right);
}
