/** The case in which a failure shows: the scenario itself, or the history that a relation made of it. */
import type { Scenario } from "../scenario/scenario.ts";
import type { Case, Property } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

export type ShownCase = Case & {
  readonly isDerived: boolean;
  /** Whether the failure is about the lines of the trail. */
  readonly isAboutTrail: boolean;
};

export async function showCase(
  scenario: Scenario,
  target: Target,
  property: Property | undefined,
): Promise<ShownCase> {
  const observe = async (shown: Scenario): Promise<ShownCase> => ({
    scenario: shown,
    isDerived: shown !== scenario,
    isAboutTrail: property?.needs?.includes("audit") === true,
    observation: await runScenario(shown, target, { keepsStates: true }),
  });
  const observed = await observe(scenario);
  if (property?.kind !== "relation" || property.judgesHistories !== true) return observed;
  const derived = property.derive(observed);
  return "notApplicable" in derived ? observed : observe(derived);
}
