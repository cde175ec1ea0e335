/** A process that starts anew and still believes the same does what one does that went on. */
import type { Step } from "../../src/scenario/step.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const aWarmRestartPlansLikeAColdOne: MetamorphicProperty = {
  kind: "metamorphic",
  name: "a-warm-restart-plans-like-a-cold-one",
  statement:
    "A process that starts anew and still believes the same does what one does that went on.",
  severity: "money",
  requires: ["sequences"],
  judgesSequences: true,
  followUp: ({ scenario }) => {
    const runs = scenario.steps.filter(({ kind }) => kind === "reconcile");
    if (runs.length < 2) return { discarded: "there is one run only" };
    return { ...scenario, steps: scenario.steps.flatMap(startAnewBeforeARun) };
  },
  judge: (observed, followUpCase) => compareEffects("different-runs", observed, followUpCase),
};

function startAnewBeforeARun(step: Step): Step[] {
  return step.kind === "reconcile" ? [{ kind: "restart", expectedState: "current" }, step] : [step];
}
