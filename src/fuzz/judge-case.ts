/** Runs a target on a scenario once, and judges the observation by every property. */
import { type Scenario, isSequence } from "../scenario/scenario.ts";
import { discarded, type Case, type MetamorphicProperty } from "../../properties/property.ts";
import type {
  Property,
  RunProperty,
  Together,
  Verdict,
  Violation,
} from "../../properties/property.ts";
import type { ObservedTargetError } from "../simulation/observation.ts";
import { judgedWithin } from "../../properties/rules/within-profile.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { followUpWithin } from "../profile/fit-scenario.ts";
import { runScenario, runTogether } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

/** A case with a verdict for each property. */
export type JudgedCase = {
  /** The scenario, and what was recorded of it. */
  readonly observed: Case;
  /** One for each property, in the same order. */
  readonly verdicts: readonly Verdict[];
  /** The error of the target, in this run or in that of a follow-up, or null. */
  readonly targetError: ObservedTargetError | null;
};

/** The metamorphic properties that judge a case: `every` one, or a sample chosen by the case's `number`. */
export type Sampling =
  | {
      /** The number of the case in its phase, from 1. */
      readonly number: number;
      /** The part of the campaign, which decides how many cases are sampled. */
      readonly phase: "enumeration" | "random" | "sequences";
    }
  | "every";

/**
 * Runs a target on a scenario once, and judges the observation by properties. A metamorphic property runs its follow-up too.
 *
 * @param scenario The situation.
 * @param target What is judged. Its errors are in `targetError` of the result.
 * @param properties Those that judge; none gives an observation without verdicts.
 * @param sampling Which metamorphic properties judge; by default `every` one.
 * @param isStopped When it returns true, the follow-ups that did not run yet are skipped.
 * @returns a promise of the observation, with one verdict for each property in the same order
 * @throws what a property throws, and `Error` when the simulated exchange broke an invariant, each as a rejection
 */
export async function judgeCase(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
  sampling: Sampling = "every",
  isStopped: () => boolean = () => false,
): Promise<JudgedCase> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  if (observed.observation.targetError !== null) {
    return judgeErrored(observed, properties, target.profile);
  }
  const { profile } = target;
  const verdicts = properties.map((property) =>
    property.kind === "run" ? judgeRun(property, observed, profile) : skipped,
  );
  let targetError: ObservedTargetError | null = null;
  let last: Case | null = null;
  let [followUp, slot]: [MetamorphicProperty["followUp"] | null, number] = [null, 0];
  // After all others: the properties share the views of the last case that was judged.
  for (const [place, property] of properties.entries()) {
    if (property.kind === "run") continue;
    // Neighbours with the same follow-up judge the same cases, so that it runs once.
    if (property.followUp !== followUp) [followUp, slot] = [property.followUp, place];
    if (!isSampled(property, slot, sampling) || isStopped()) continue;
    const followUpCase = await runFollowUp(property, observed, target, last);
    if ("kind" in followUpCase) verdicts[place] = followUpCase;
    else {
      const together = await runBoth(property, observed, followUpCase, target);
      const error = followUpCase.observation.targetError ?? together?.[0].targetError ?? null;
      targetError ??= error;
      verdicts[place] =
        error === null
          ? judgedWithin(profile, property.name, (failures) =>
              property.judge(observed, followUpCase, together, failures),
            )
          : errored;
      judgeFollowUp(property.name, followUpCase, properties, verdicts, profile);
      last = followUpCase;
    }
  }
  return { observed, verdicts, targetError };
}

/** By the profile, if there is one. */
export function judgeRun(
  property: RunProperty,
  observed: Case,
  profile: BotProfile | undefined,
): Verdict {
  return judgedWithin(profile, property.name, (failures) => property.judge(observed, failures));
}

/** A failure in a follow-up replaces the verdict on the case itself, unless that failed. */
function judgeFollowUp(
  name: string,
  followUpCase: Case,
  properties: readonly Property[],
  verdicts: Verdict[],
  profile: BotProfile | undefined,
): void {
  for (const [place, property] of properties.entries()) {
    if (property.kind === "metamorphic" || property.judgesFollowUps !== true) continue;
    if (verdicts[place]?.kind === "fail") continue;
    const verdict = judgeRun(property, followUpCase, profile);
    if (verdict.kind !== "fail") continue;
    const { expected, actual } = verdict.violation;
    const violation = { run: null, expected, actual: `in the follow-up of ${name}: ${actual}` };
    const { check, variant } = verdict;
    verdicts[place] = { kind: "fail", check, variant, violation };
  }
}

/** The missing answer fails its check, and so does a forbidden port call before it. */
function judgeErrored(
  observed: Case,
  properties: readonly Property[],
  profile: BotProfile | undefined,
): JudgedCase {
  const verdicts = properties.map((property): Verdict => {
    if (property.kind === "metamorphic" || property.judgesErroredRuns !== true) return errored;
    const verdict = judgeRun(property, observed, profile);
    return verdict.kind === "fail" ? verdict : errored;
  });
  return { observed, verdicts, targetError: observed.observation.targetError };
}

const errored: Verdict = { kind: "errored" };
const skipped: Verdict = { kind: "skipped" };

/**
 * One case in how many a metamorphic property judges. Its follow-up costs as much as all other properties together.
 * One that extends the scenario to a sequence costs more, and detects more in cases that are sequences.
 */
const samplingRate = {
  comparesRuns: { enumeration: 4, random: 20, sequences: 20 },
  extendsRuns: { enumeration: 20, random: 100, sequences: 30 },
} as const;

function isSampled(
  { judgesSequences }: MetamorphicProperty,
  slot: number,
  sampling: Sampling,
): boolean {
  if (sampling === "every") return true;
  const rates = judgesSequences === true ? samplingRate.extendsRuns : samplingRate.comparesRuns;
  return (sampling.number + slot) % rates[sampling.phase] === 0;
}

const notSingleRun = discarded("it compares single runs, and this is a sequence");

/** Properties that follow each other can have one follow-up, which runs once. */
async function runFollowUp(
  property: MetamorphicProperty,
  observed: Case,
  target: Target,
  last: Case | null,
): Promise<Case | Verdict> {
  if (property.judgesSequences !== true && isSequence(observed.scenario)) return notSingleRun;
  const followUp = property.followUp(observed);
  if ("discarded" in followUp) return discarded(followUp.discarded);
  const scenario = followUpWithin(target.profile, followUp);
  if (scenario === null) return discarded("its follow-up is outside the profile of the bot");
  if (scenario === last?.scenario) return last;
  return { scenario, observation: await runScenario(scenario, target) };
}

async function runBoth(
  property: MetamorphicProperty,
  { scenario: first }: Case,
  { scenario: second, observation }: Case,
  target: Target,
): Promise<Together> {
  if (property.runsTogether !== true || observation.targetError !== null) return null;
  return runTogether([first, second], target);
}

/** By the fingerprint, `property/check`. */
export function violationsOf(
  { verdicts }: JudgedCase,
  properties: readonly Property[],
): ReadonlyMap<string, Violation> {
  const violations = new Map<string, Violation>();
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind !== "fail") continue;
    violations.set(`${properties[index]?.name ?? ""}/${verdict.check}`, verdict.violation);
  }
  return violations;
}
