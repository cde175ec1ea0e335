/** The follow-up restarts the process before every run and keeps the expected state. */
import { runsOf, type Step } from "../../src/scenario/step.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const aWarmRestartPlansLikeAColdOne: MetamorphicProperty = {
  kind: "metamorphic",
  name: "a-warm-restart-plans-like-a-cold-one",
  statement: "A restart that keeps the expected state changes no result and no port call.",
  severity: "money",
  checks: ["different-runs"],
  requires: ["sequences"],
  judgesSequences: true,
  followUp: ({ scenario }) => {
    const runs = scenario.steps.reduce((sum, step) => sum + runsOf(step), 0);
    if (runs < 2) return { discarded: "there is only one run" };
    return { ...scenario, steps: scenario.steps.flatMap(withRestart) };
  },
  judge: (observed, followUpCase) => compareEffects("different-runs", observed, followUpCase),
};

function withRestart(step: Step): Step[] {
  return runsOf(step) > 0 ? [{ kind: "restart", expectedState: "current" }, step] : [step];
}
