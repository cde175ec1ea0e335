/** A process that starts anew and still believes the same does what one does that went on. */
import type { Step } from "../../src/scenario/step.ts";
import type { RelationProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const aWarmRestartPlansLikeAColdOne: RelationProperty = {
  kind: "relation",
  name: "a-warm-restart-plans-like-a-cold-one",
  statement:
    "A process that starts anew and still believes the same does what one does that went on.",
  movesMoney: true,
  needsHistories: true,
  judgesHistories: true,
  derive: ({ scenario }) => {
    const runs = scenario.steps.filter(({ kind }) => kind === "reconcile");
    if (runs.length < 2) return { notApplicable: "there is one run only" };
    return { ...scenario, steps: scenario.steps.flatMap(startAnewBeforeARun) };
  },
  judge: (observed, derived) => compareEffects("the-same-runs", observed, derived),
};

function startAnewBeforeARun(step: Step): Step[] {
  return step.kind === "reconcile" ? [{ kind: "restart", belief: "kept" }, step] : [step];
}
