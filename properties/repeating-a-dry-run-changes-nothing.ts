/** A dry run leaves everything as it was: a second one right after it finds and plans the same. */
import type { Scenario } from "../src/domain/scenario.ts";
import { fails, notApplicable } from "../src/harness/property.ts";
import type { RelationProperty } from "../src/harness/property.ts";
import { compareEffects, effectsOf } from "./effects.ts";
import { allowedMode } from "./oracle/mode.ts";

export const repeatingADryRunChangesNothing: RelationProperty = {
  kind: "relation",
  name: "repeating-a-dry-run-changes-nothing",
  statement:
    "A dry run leaves everything as it was: a second one right after it finds and plans the same.",
  movesMoney: true,
  derive: ({ scenario }) =>
    allowedMode(scenario.gates) === "dry_run"
      ? twice(scenario)
      : { notApplicable: "the scenario is no dry run" },
  judge: (_, derived) => {
    const [first, second] = [0, 1].map((run) => effectsOfRun(derived, run));
    if (first === undefined || second === undefined) return notApplicable("a run is missing");
    const [before, after] = derived.observation.situations.map(({ snapshot }) => snapshot);
    if (JSON.stringify(before) !== JSON.stringify(after)) {
      const expected = "the exchange as it was";
      return fails("the-exchange-stays", { run: 0, expected, happened: "it changed" });
    }
    return compareEffects("the-same-plan", first, second);
  },
};

/** The steps up to the first run, then the same look and the same run again. */
function twice(scenario: Scenario): Scenario {
  const end = scenario.steps.findIndex(({ kind }) => kind === "reconcile");
  const steps = scenario.steps.slice(0, end + 1);
  const look = steps.filter(({ kind }) => kind === "snapshot").slice(-1);
  return { ...scenario, steps: [...steps, ...look, { kind: "reconcile" }] };
}

function effectsOfRun(
  observed: { scenario: Scenario; observation: Parameters<typeof effectsOf>[0]["observation"] },
  run: number,
): string[] {
  const lines = effectsOf(observed);
  const start = lines.indexOf(`run ${run} dry_run`);
  const end = lines.indexOf(`run ${run + 1} dry_run`);
  return lines.slice(start + 1, end === -1 ? undefined : end);
}
