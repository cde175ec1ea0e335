/** After a run that did everything, and with everything accepted, a second one has nothing to do. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { fails, holds, notApplicable } from "../property.ts";
import type { RelationProperty } from "../property.ts";
import { describeRequest } from "../oracle/expected-outcomes.ts";
import { isReadable } from "../oracle/expected-mismatches.ts";
import { withQuietEnd } from "../view/quiescence.ts";
import { completedRunsOf } from "../view/run-view.ts";
import type { RunView } from "../view/run-view.ts";

/** The history goes on in peace, so that there are two such runs at its end where there were none before. */
export const aSecondRunHasNothingToDo: RelationProperty = {
  kind: "relation",
  name: "a-second-run-has-nothing-to-do",
  statement:
    "After a run that did everything, and with everything accepted, a second one has nothing to do.",
  movesMoney: true,
  needsHistories: true,
  judgesHistories: true,
  derive: ({ scenario }) => withQuietEnd(scenario, 2),
  judge: (_, derived) => {
    const undisturbed = undisturbedRunsOf(derived.scenario);
    let judged = 0;
    for (const first of completedRunsOf(derived)) {
      const run = first.run + 1;
      if (!undisturbed.has(run) || !didEverything(first, derived.scenario)) continue;
      judged += 1;
      const again = derived.observation.portCalls.find((call) => call.run === run);
      if (again === undefined) continue;
      const happened = describeRequest(again.request);
      return fails("nothing-to-do", { run, expected: "no call", happened });
    }
    return judged > 0 ? holds : notApplicable("no run did everything before another one");
  },
};

function didEverything(
  { report, calls, decisions, situation }: RunView,
  scenario: Scenario,
): boolean {
  return (
    report.mode === "live" &&
    report.auditFailure === null &&
    calls.length > 0 &&
    calls.every(({ reply }) => reply.status === "accepted") &&
    isReadable("orders", situation, scenario) &&
    isReadable("positions", situation, scenario) &&
    // What was heard of an order after the look waits for the next one.
    situation.expected.orders.every(
      ({ updatedAtMs, createdAtMs }) =>
        (updatedAtMs ?? createdAtMs) <= situation.snapshot.orders.takenAtMs,
    ) &&
    decisions.every(
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
  return orders.status === "late" || positions.status === "late";
}
