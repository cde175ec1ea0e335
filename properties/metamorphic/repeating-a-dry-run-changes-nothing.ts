/** A dry run leaves everything as it was: a second one right after it finds and plans the same. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import { fail } from "../property.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareReports } from "../view/compare-effects.ts";
import { allowedMode } from "../oracle/mode.ts";

export const repeatingADryRunChangesNothing: MetamorphicProperty = {
  kind: "metamorphic",
  name: "repeating-a-dry-run-changes-nothing",
  statement:
    "A dry run leaves everything as it was: a second one right after it finds and plans the same.",
  severity: "money",
  requires: ["results"],
  followUp: ({ scenario }) => {
    if (allowedMode(scenario.gates) !== "dry_run") {
      return { discarded: "the scenario is no dry run" };
    }
    return waitsAfterItsLook(scenario)
      ? { discarded: "time goes by between look and run, so another look is newer" }
      : twice(scenario);
  },
  judge: (_, followUpCase) => {
    const [first, second] = followUpCase.observation.runs;
    const [before, after] = followUpCase.observation.runContexts;
    if (JSON.stringify(before?.snapshot) !== JSON.stringify(after?.snapshot)) {
      const expected = "the exchange as it was";
      return fail("changed-exchange", { run: 0, expected, actual: "it changed" });
    }
    return compareReports("different-plan", 1, first, second);
  },
};

function waitsAfterItsLook({ steps }: Scenario): boolean {
  const before = steps.slice(
    0,
    steps.findIndex(({ kind }) => kind === "reconcile"),
  );
  const last = before.findLast(({ kind }) => kind === "snapshot" || kind === "advance-clock");
  return last?.kind === "advance-clock";
}

/** The steps up to the first run, then the same look and the same run again. */
function twice(scenario: Scenario): Scenario {
  const end = scenario.steps.findIndex(({ kind }) => kind === "reconcile");
  const steps = scenario.steps.slice(0, end + 1);
  const look = steps.filter(({ kind }) => kind === "snapshot").slice(-1);
  return { ...scenario, steps: [...steps, ...look, { kind: "reconcile" }] };
}
