/** After a run that did everything, and with everything accepted, a second one has nothing to do. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { fail, pass, discarded } from "../property.ts";
import type { MetamorphicProperty } from "../property.ts";
import { describeRequest } from "../oracle/expected-outcomes.ts";
import { isUsable } from "../oracle/expected-mismatches.ts";
import { withQuiescence } from "../view/quiescence.ts";
import { completedRuns } from "../view/run-view.ts";
import type { RunView } from "../view/run-view.ts";

/** The sequence goes on in peace, so that there are two such runs at its end where there were none before. */
export const aSecondRunHasNothingToDo: MetamorphicProperty = {
  kind: "metamorphic",
  name: "a-second-run-has-nothing-to-do",
  statement:
    "After a run that did everything, and with everything accepted, a second one has nothing to do.",
  severity: "money",
  requires: ["sequences"],
  judgesSequences: true,
  followUp: ({ scenario }) => withQuiescence(scenario, 2),
  judge: (_, followUpCase) => {
    const undisturbed = undisturbedRunsOf(followUpCase.scenario);
    let judged = 0;
    for (const first of completedRuns(followUpCase)) {
      const run = first.run + 1;
      if (!undisturbed.has(run) || !didEverything(first, followUpCase.scenario)) continue;
      judged += 1;
      const again = followUpCase.observation.portCalls.find((call) => call.run === run);
      if (again === undefined) continue;
      const actual = describeRequest(again.request);
      return fail("remaining-action", { run, expected: "no call", actual });
    }
    return judged > 0 ? pass : discarded("no run did everything before another one");
  },
};

function didEverything(
  { report, calls, outcomes, situation }: RunView,
  scenario: Scenario,
): boolean {
  return (
    report.mode === "live" &&
    report.auditFailure === null &&
    calls.length > 0 &&
    calls.every(({ reply }) => reply.status === "accepted") &&
    isUsable("orders", situation, scenario) &&
    isUsable("positions", situation, scenario) &&
    // What was heard of an order after the look waits for the next one.
    situation.expected.orders.every(
      ({ updatedAtMs, createdAtMs }) =>
        (updatedAtMs ?? createdAtMs) <= situation.snapshot.orders.takenAtMs,
    ) &&
    outcomes.every(
      ({ becomes, reason }) => becomes !== "deferred" && !leftForLater.has(reason ?? ""),
    )
  );
}

const leftForLater: ReadonlySet<string> = new Set([
  "max_orders_reached",
  "max_symbols_reached",
  "max_attempts_reached",
  "outcome_unknown",
]);

/**
 * The runs since which, and since the look of the run before, nothing but time and looks went by. A late look
 * shows what was so before, and the next one brings what has changed since.
 */
function undisturbedRunsOf({ steps }: Scenario): ReadonlySet<number> {
  const undisturbed = new Set<number>();
  let run = -1;
  let [hasLooked, isCalm] = [false, false];
  for (const step of steps) {
    if (step.kind === "reconcile") {
      run += 1;
      if (isCalm) undisturbed.add(run);
      isCalm = hasLooked;
    } else if (step.kind === "snapshot" && !isLate(step)) hasLooked = true;
    else if (step.kind !== "advance-clock") [hasLooked, isCalm] = [false, false];
  }
  return undisturbed;
}

function isLate({ orders, positions }: Extract<Step, { kind: "snapshot" }>): boolean {
  return orders.kind === "old" || positions.kind === "old";
}
