/** The case that shows a failure: the scenario itself, or the follow-up of a metamorphic property. */
import type { Scenario } from "../scenario/scenario.ts";
import type { Case, Property } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

export type FailureView = Case & {
  readonly isFollowUp: boolean;
  /** Whether the property reads the audit trail. */
  readonly isAboutTrail: boolean;
};

export async function viewFailure(
  scenario: Scenario,
  target: Target,
  property: Property | undefined,
): Promise<FailureView> {
  const observe = async (shown: Scenario): Promise<FailureView> => ({
    scenario: shown,
    isFollowUp: shown !== scenario,
    isAboutTrail: property?.requires?.includes("audit") === true,
    observation: await runScenario(shown, target, { recordStates: true }),
  });
  const observed = await observe(scenario);
  if (property?.kind !== "metamorphic" || property.judgesSequences !== true) return observed;
  const followUpCase = property.followUp(observed);
  return "discarded" in followUpCase ? observed : observe(followUpCase);
}
