/** Runs a target on a scenario once, and lets every property judge what was seen. */
import type { Scenario } from "../scenario/scenario.ts";
import type { Case, Property, MetamorphicProperty, Verdict } from "../../properties/property.ts";
import { isSequence } from "../scenario/scenario.ts";
import { discarded } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

export type JudgedCase = {
  readonly observed: Case;
  /** One for each property, in their order. */
  readonly verdicts: readonly Verdict[];
  /** Why the target gave no answer, here or in a run that a relation asked for; or null. */
  readonly targetError: string | null;
};

/** Which relations judge a case: `every` one, or those that its `number` draws, which are other ones for each. */
export type Sampling =
  { readonly number: number; readonly phase: "enumeration" | "random" | "sequences" } | "every";

export async function judgeCase(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
  sampling: Sampling = "every",
): Promise<JudgedCase> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  if (observed.observation.targetError !== null) return judgeErrored(observed, properties);
  const verdicts: Verdict[] = [];
  let targetError: string | null = null;
  for (let place = 0; place < properties.length; place += 1) {
    const property = properties[place];
    if (property === undefined) continue;
    if (property.kind === "run") verdicts.push(property.judge(observed));
    else if (!isSampled(property, place, sampling)) verdicts.push(skipped);
    else {
      const followUpCase = await runFollowUp(property, observed, target);
      if ("kind" in followUpCase) verdicts.push(followUpCase);
      else if (followUpCase.observation.targetError !== null) {
        targetError ??= followUpCase.observation.targetError;
        verdicts.push(errored);
      } else verdicts.push(property.judge(observed, followUpCase));
    }
  }
  return { observed, verdicts, targetError };
}

/** A call that should not have been made is a broken check, whatever became of the run. */
function judgeErrored(observed: Case, properties: readonly Property[]): JudgedCase {
  const verdicts = properties.map((property): Verdict => {
    if (property.kind === "metamorphic" || property.judgesErroredRuns !== true) return errored;
    const verdict = property.judge(observed);
    return verdict.kind === "fail" ? verdict : errored;
  });
  return { observed, verdicts, targetError: observed.observation.targetError };
}

const errored: Verdict = { kind: "errored" };

/**
 * A relation needs a run of its own, which costs as much as all other properties together. One random case in
 * twenty is enough for it, beside every enumerated one and every regression. One that goes on with a sequence
 * finds more in what is a sequence already, and makes many runs of a single one.
 */
const samplingRate = {
  comparesRuns: { enumeration: 1, random: 20, sequences: 20 },
  goesOn: { enumeration: 20, random: 100, sequences: 20 },
} as const;

function isSampled(
  { judgesSequences }: MetamorphicProperty,
  place: number,
  sampling: Sampling,
): boolean {
  if (sampling === "every") return true;
  const shares = judgesSequences === true ? samplingRate.goesOn : samplingRate.comparesRuns;
  return (sampling.number + place) % shares[sampling.phase] === 0;
}

const skipped: Verdict = { kind: "skipped" };

const notSingleRun = discarded("it compares single runs, and this is a sequence");

async function runFollowUp(
  property: MetamorphicProperty,
  observed: Case,
  target: Target,
): Promise<Case | Verdict> {
  if (property.judgesSequences !== true && isSequence(observed.scenario)) return notSingleRun;
  const scenario = property.followUp(observed);
  if ("discarded" in scenario) return discarded(scenario.discarded);
  return { scenario, observation: await runScenario(scenario, target) };
}
