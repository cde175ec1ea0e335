/** The cases that show a failure: the scenario, and the follow-up on which a property failed. */
import { allProperties } from "../../properties/all.ts";
import type { Case, MetamorphicProperty, Property } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";
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
    const made = followUpOf(observed);
    if ("discarded" in made) continue;
    const followUp = await observe(made);
    // A property of one run fails in one of several follow-ups.
    if (property?.kind === "run" && property.judge(followUp).kind !== "fail") continue;
    return { observed: extendsSteps(made, scenario) ? null : observed, followUp };
  }
  return { observed, followUp: null };
}

/** The properties whose follow-ups may show the failure. */
function makersOf(
  property: Property | undefined,
  observed: Case,
  target: Target,
): readonly MetamorphicProperty[] {
  if (property?.kind === "metamorphic") return [property];
  if (property?.judgesFollowUps !== true || property.judge(observed).kind === "fail") return [];
  return selectApplicable(allProperties, target).properties.filter(
    (other) => other.kind === "metamorphic",
  );
}

/** Whether the follow-up differs from the scenario only by steps after its last one. */
function extendsSteps(followUp: Scenario, scenario: Scenario): boolean {
  const steps = followUp.steps.slice(0, scenario.steps.length);
  return JSON.stringify({ ...followUp, steps }) === JSON.stringify(scenario);
}
