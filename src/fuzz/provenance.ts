/** Whether seed and shrink path still lead to a counterexample's scenario. A replay does not need them. */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { batchCases, generatedScenarios } from "./batch.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { fitTo } from "../profile/fit-scenario.ts";
import { replayShrinkPath } from "./shrink/shrink.ts";
import type { Counterexample } from "./counterexample.ts";
import { sequencesOf, singleRunsOf } from "./campaign-context.ts";
import { generatorsOnWire } from "./plan-on-wire.ts";
import { possibleCases } from "./undeclared-parts.ts";

export function describeProvenance(counterexample: Counterexample, profile?: BotProfile): string {
  const { provenance } = counterexample;
  const [phase, number] = provenance.case.split(":");
  if (phase !== "random" && phase !== "sequences") return `found in ${provenance.case}`;
  // A campaign leaves out what its target does not declare, and a counterexample does not say what that was.
  const leads = generators.some((some) => {
    const generated = generatedCase(some, provenance.seed, phase, Number(number));
    const starts = generated === undefined ? [] : possibleCases(generated, profile);
    return starts.some((start) => {
      const shrunk = replayShrinkPath(start, provenance.shrinkPath, fitTo(profile));
      return shrunk !== null && isSame(shrunk, counterexample.scenario);
    });
  });
  const still = leads
    ? "still lead to this scenario"
    : "no longer lead to this scenario; a replay runs the saved one";
  return `seed ${provenance.seed}, case ${provenance.case} and the shrink path ${still}`;
}

const usual = { singleRunsOf, sequencesOf };
/** Of any target, and of a bot on the wire without and with a user stream. */
const generators = [
  usual,
  generatorsOnWire(usual, {}),
  generatorsOnWire(usual, { opensUserStream: true }),
];

function generatedCase(
  some: typeof usual,
  seed: number,
  phase: "random" | "sequences",
  number: number,
): Scenario | undefined {
  const before = number % batchCases;
  const batch = { phase, start: number - before, cases: before + 1 };
  return [...generatedScenarios(batch, { seed, ...some })].at(-1);
}

function isSame(left: Scenario, right: Scenario): boolean {
  const { name, statement } = right;
  return canonicalJson({ ...left, name, statement }) === canonicalJson(right);
}
