/** Runs a target on a scenario once, and lets every property judge what was seen. */
import type { Scenario } from "../scenario/scenario.ts";
import type { Case, Property, RelationProperty, Verdict } from "../../properties/property.ts";
import { isHistory } from "../scenario/scenario.ts";
import { notApplicable } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

export type JudgedCase = {
  readonly observed: Case;
  /** One for each property, in their order. */
  readonly verdicts: readonly Verdict[];
  /** Why the target gave no answer, here or in a run that a relation asked for; or null. */
  readonly broke: string | null;
};

/** Which relations judge a case: `every` one, or those that its `number` draws, which are other ones for each. */
export type Draw =
  { readonly number: number; readonly phase: "enumeration" | "random" | "histories" } | "every";

export async function judgeCase(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
  draw: Draw = "every",
): Promise<JudgedCase> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  if (observed.observation.broke !== null) return judgeBroken(observed, properties);
  const verdicts: Verdict[] = [];
  let broke: string | null = null;
  for (let place = 0; place < properties.length; place += 1) {
    const property = properties[place];
    if (property === undefined) continue;
    if (property.kind === "run") verdicts.push(property.judge(observed));
    else if (!isDrawn(property, place, draw)) verdicts.push(notDrawn);
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
 * A relation needs a run of its own, which costs as much as all other properties together. One random case in
 * twenty is enough for it, beside every enumerated one and every regression. One that goes on with a history
 * finds more in what is a history already, and makes many runs of a single one.
 */
const oneIn = {
  comparesRuns: { enumeration: 1, random: 20, histories: 20 },
  goesOn: { enumeration: 20, random: 100, histories: 20 },
} as const;

function isDrawn({ judgesHistories }: RelationProperty, place: number, draw: Draw): boolean {
  if (draw === "every") return true;
  const shares = judgesHistories === true ? oneIn.goesOn : oneIn.comparesRuns;
  return (draw.number + place) % shares[draw.phase] === 0;
}

const notDrawn: Verdict = { verdict: "not_drawn" };

const aHistory = notApplicable("it compares single runs, and this is a history");

async function deriveCase(
  property: RelationProperty,
  observed: Case,
  target: Target,
): Promise<Case | Verdict> {
  if (property.judgesHistories !== true && isHistory(observed.scenario)) return aHistory;
  const scenario = property.derive(observed);
  if ("notApplicable" in scenario) return notApplicable(scenario.notApplicable);
  return { scenario, observation: await runScenario(scenario, target) };
}
