/** The cases that show a failure: the scenario, and the follow-up on which a property failed. */
import { propertiesFor } from "../../properties/wire/all.ts";
import type {
  Case,
  MetamorphicProperty,
  Property,
  RunProperty,
} from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { accountNames, runScenario, runTogether } from "../simulation/run-scenario.ts";
import { followUpWithin } from "../profile/fit-scenario.ts";
import type { Target } from "../simulation/target.ts";
import { judgeRun } from "./judge-case.ts";
import { selectApplicable } from "./campaign-context.ts";

export type ShownCase = Case & {
  /** Whether the property reads the audit trail. */
  readonly isAboutTrail: boolean;
};

export type FailureView = {
  /** Null where the follow-up has the same steps and more. */
  readonly observed: ShownCase | null;
  /** Null where the property judges the scenario alone. */
  readonly followUp: ShownCase | null;
  /** The accounts of one process, each alone and with the other one. */
  readonly accounts?: readonly ShownAccount[];
};

export type ShownAccount = {
  readonly name: string;
  readonly alone: ShownCase;
  readonly inProcess: ShownCase;
};

export async function viewFailure(
  scenario: Scenario,
  target: Target,
  property: Property | undefined,
): Promise<FailureView> {
  const isAboutTrail = property?.requires?.includes("audit") === true;
  const observe = async (shown: Scenario): Promise<ShownCase> => ({
    scenario: shown,
    isAboutTrail,
    observation: await runScenario(shown, target, { recordStates: true }),
  });
  const observed = await observe(scenario);
  for (const { followUp: followUpOf } of makersOf(property, observed, target)) {
    const derived = followUpOf(observed);
    if ("discarded" in derived) continue;
    const made = followUpWithin(target.profile, derived);
    if (made === null) continue;
    const followUp = await observe(made);
    if (property?.kind === "metamorphic" && property.runsTogether === true) {
      const accounts = await viewAccounts([observed, followUp], target);
      return { observed: null, followUp: null, accounts };
    }
    // A property of one run fails in one of several follow-ups.
    if (property?.kind === "run" && !isFailed(property, followUp, target)) continue;
    return { observed: extendsSteps(made, scenario) ? null : observed, followUp };
  }
  return { observed, followUp: null };
}

async function viewAccounts(
  cases: readonly [ShownCase, ShownCase],
  target: Target,
): Promise<readonly ShownAccount[]> {
  const [first, second] = cases;
  const scenarios = [first.scenario, second.scenario] as const;
  const observations = await runTogether(scenarios, target, { recordStates: true });
  return cases.flatMap((alone, at) => {
    const observation = observations[at];
    if (observation === undefined) return [];
    const { scenario, isAboutTrail } = alone;
    const inProcess = { scenario, isAboutTrail, observation };
    return [{ name: accountNames[at] ?? "", alone, inProcess }];
  });
}

/** The properties whose follow-ups may show the failure. */
function makersOf(
  property: Property | undefined,
  observed: Case,
  target: Target,
): readonly MetamorphicProperty[] {
  if (property?.kind === "metamorphic") return [property];
  if (property?.judgesFollowUps !== true || isFailed(property, observed, target)) return [];
  return selectApplicable(propertiesFor(target), target).properties.filter(
    (other) => other.kind === "metamorphic",
  );
}

/** A check that the profile leaves out does not fail. */
function isFailed(property: RunProperty, observed: Case, { profile }: Target): boolean {
  return judgeRun(property, observed, profile).kind === "fail";
}

/** Whether the follow-up differs from the scenario only by steps after its last one. */
function extendsSteps(followUp: Scenario, scenario: Scenario): boolean {
  const steps = followUp.steps.slice(0, scenario.steps.length);
  return JSON.stringify({ ...followUp, steps }) === JSON.stringify(scenario);
}
