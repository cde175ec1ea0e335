/** A dry run leaves everything as it was: a second one right after it finds and plans the same. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import { fails } from "../property.ts";
import type { RelationProperty } from "../property.ts";
import { compareReports } from "../view/compare-effects.ts";
import { allowedMode } from "../oracle/mode.ts";

export const repeatingADryRunChangesNothing: RelationProperty = {
  kind: "relation",
  name: "repeating-a-dry-run-changes-nothing",
  statement:
    "A dry run leaves everything as it was: a second one right after it finds and plans the same.",
  movesMoney: true,
  needs: ["results"],
  derive: ({ scenario }) => {
    if (allowedMode(scenario.gates) !== "dry_run") {
      return { notApplicable: "the scenario is no dry run" };
    }
    return waitsAfterItsLook(scenario)
      ? { notApplicable: "time goes by between look and run, so another look is newer" }
      : twice(scenario);
  },
  judge: (_, derived) => {
    const [first, second] = derived.observation.runs;
    const [before, after] = derived.observation.situations;
    if (JSON.stringify(before?.snapshot) !== JSON.stringify(after?.snapshot)) {
      const expected = "the exchange as it was";
      return fails("the-exchange-stays", { run: 0, expected, happened: "it changed" });
    }
    return compareReports("the-same-plan", 1, first, second);
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
