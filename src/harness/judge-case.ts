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

/** With `draw`, relations are judged on every `relationsEvery`th number only, each on other ones. */
export async function judgeCase(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
  draw: number | null = null,
): Promise<JudgedCase> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  const verdicts: Verdict[] = [];
  for (let place = 0; place < properties.length; place += 1) {
    const property = properties[place];
    if (property === undefined) continue;
    if (property.kind === "run") verdicts.push(property.judge(observed));
    else if (draw !== null && (draw + place) % relationsEvery !== 0) verdicts.push(notDrawn);
    else verdicts.push(await judgeRelation(property, observed, target));
  }
  return { observed, verdicts };
}

/**
 * A relation needs a run of its own, which costs as much as all other properties together. One random
 * case in twenty is enough for it, beside every enumerated one and every regression.
 */
const relationsEvery = 20;

const notDrawn: Verdict = { verdict: "not_drawn" };

async function judgeRelation(
  property: RelationProperty,
  observed: Case,
  target: Target,
): Promise<Verdict> {
  const scenario = property.derive(observed);
  if ("notApplicable" in scenario) return notApplicable(scenario.notApplicable);
  return property.judge(observed, { scenario, observation: await runScenario(scenario, target) });
}
