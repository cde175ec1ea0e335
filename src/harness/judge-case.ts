/** Runs a target on a scenario once, and lets every property judge what was seen. */
import type { Scenario } from "../domain/scenario.ts";
import type { Case, Property, RelationProperty, Verdict } from "./property.ts";
import { notApplicable } from "./property.ts";
import { runScenario } from "./run-scenario.ts";
import type { Target } from "./target.ts";

export type JudgedCase = {
  readonly observed: Case;
  /** One for each property, in their order. */
  readonly verdicts: readonly Verdict[];
};

export async function judgeCase(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
): Promise<JudgedCase> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  const verdicts: Verdict[] = [];
  for (const property of properties) {
    verdicts.push(
      property.kind === "run"
        ? property.judge(observed)
        : await judgeRelation(property, observed, target),
    );
  }
  return { observed, verdicts };
}

async function judgeRelation(
  property: RelationProperty,
  observed: Case,
  target: Target,
): Promise<Verdict> {
  const scenario = property.derive(observed);
  if ("notApplicable" in scenario) return notApplicable(scenario.notApplicable);
  return property.judge(observed, { scenario, observation: await runScenario(scenario, target) });
}
