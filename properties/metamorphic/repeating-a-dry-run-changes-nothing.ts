/** The follow-up stops after the first run, and takes its snapshot and the run again. */
import { innerStepsOf } from "../../src/scenario/step.ts";
import { fail, type Case, type FollowUp, type MetamorphicProperty } from "../property.ts";
import { compareReports } from "../view/compare-effects.ts";
import { allowedMode } from "../oracle/mode.ts";

export const repeatingADryRunChangesNothing: MetamorphicProperty = {
  kind: "metamorphic",
  name: "repeating-a-dry-run-changes-nothing",
  statement: "A dry run changes nothing: a second one reports and plans the same.",
  severity: "money",
  checks: ["changed-exchange", "different-plan"],
  requires: ["results"],
  followUp: repeatFirstRun,
  judge: (_, followUpCase, __, failures) => {
    const [first, second] = followUpCase.observation.runs;
    const [before, after] = followUpCase.observation.runContexts;
    if (JSON.stringify(before?.snapshot) !== JSON.stringify(after?.snapshot)) {
      const [expected, actual] = ["the same snapshot", "a different snapshot"];
      failures.push(fail("changed-exchange", { run: 0, expected, actual }));
    }
    return compareReports("different-plan", 1, first, second);
  },
};

function repeatFirstRun({ scenario }: Case): FollowUp {
  if (allowedMode(scenario.gates) !== "dry_run")
    return { discarded: "the scenario is not a dry run" };
  const end = scenario.steps.findIndex(({ kind }) => kind === "reconcile");
  const before = scenario.steps.slice(0, Math.max(end, 0));
  const last = before.findLast(({ kind }) => kind === "snapshot" || kind === "advance-clock");
  if (last?.kind === "advance-clock") {
    return { discarded: "time passes between snapshot and run, so another snapshot is newer" };
  }
  const steps = [scenario.steps[end], ...(last === undefined ? [] : [last])];
  if (steps.some((step) => step !== undefined && innerStepsOf(step).length > 0)) {
    return { discarded: "something happens between its reads or in its run" };
  }
  const run = { kind: "reconcile" } as const;
  return { ...scenario, steps: [...before, run, ...(last === undefined ? [] : [last]), run] };
}
