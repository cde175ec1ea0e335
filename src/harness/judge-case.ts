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
  /** Why the target gave no answer, here or in a run that a relation asked for; or null. */
  readonly broke: string | null;
};

/** With `draw`, relations are judged on every `relationsEvery`th number only, each on other ones. */
export async function judgeCase(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
  draw: number | null = null,
): Promise<JudgedCase> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  if (observed.observation.broke !== null) return judgeBroken(observed, properties);
  const verdicts: Verdict[] = [];
  let broke: string | null = null;
  for (let place = 0; place < properties.length; place += 1) {
    const property = properties[place];
    if (property === undefined) continue;
    if (property.kind === "run") verdicts.push(property.judge(observed));
    else if (draw !== null && (draw + place) % relationsEvery !== 0) verdicts.push(notDrawn);
    else {
      const derived = await deriveCase(property, observed, target);
      if ("verdict" in derived) verdicts.push(derived);
      else if (derived.observation.broke !== null) {
        broke ??= derived.observation.broke;
        verdicts.push(targetBroke);
      } else verdicts.push(property.judge(observed, derived));
    }
  }
  return { observed, verdicts, broke };
}

/** A call that should not have been made is a broken claim, whatever became of the run. */
function judgeBroken(observed: Case, properties: readonly Property[]): JudgedCase {
  const verdicts = properties.map((property): Verdict => {
    if (property.kind === "relation" || property.judgesBrokenRuns !== true) return targetBroke;
    const verdict = property.judge(observed);
    return verdict.verdict === "fails" ? verdict : targetBroke;
  });
  return { observed, verdicts, broke: observed.observation.broke };
}

const targetBroke: Verdict = { verdict: "target_broke" };

/**
 * A relation needs a run of its own, which costs as much as all other properties together. One random
 * case in twenty is enough for it, beside every enumerated one and every regression.
 */
const relationsEvery = 20;

const notDrawn: Verdict = { verdict: "not_drawn" };

async function deriveCase(
  property: RelationProperty,
  observed: Case,
  target: Target,
): Promise<Case | Verdict> {
  const scenario = property.derive(observed);
  if ("notApplicable" in scenario) return notApplicable(scenario.notApplicable);
  return { scenario, observation: await runScenario(scenario, target) };
}
