/** The follow-up adds a quiescence of two runs, so that every scenario can have such a pair. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import { fail, pass, discarded, type MetamorphicProperty } from "../property.ts";
import { isUsable } from "../oracle/expected-mismatches.ts";
import { describeRequest } from "../oracle/requests.ts";
import { withQuiescence } from "../view/quiescence.ts";
import { completedRuns, type RunView } from "../view/run-view.ts";
import { remediationOf } from "../view/variants.ts";

export const aSecondRunHasNothingToDo: MetamorphicProperty = {
  kind: "metamorphic",
  name: "a-second-run-has-nothing-to-do",
  statement:
    "After a complete run whose port calls were all accepted, the next run makes no port call.",
  severity: "money",
  checks: ["remaining-action"],
  requires: ["sequences"],
  judgesSequences: true,
  followUp: ({ scenario }) => withQuiescence(scenario, 2),
  judge: (_, followUpCase) => {
    const undisturbed = undisturbedRuns(followUpCase.scenario);
    const judged = completedRuns(followUpCase)
      .filter((first) => undisturbed.has(first.run + 1) && isComplete(first))
      .map((first) => first.run + 1);
    if (judged.length === 0) return discarded("no complete run precedes another run");
    const call = followUpCase.observation.portCalls.find(({ run }) => judged.includes(run));
    if (call === undefined) return pass;
    const actual = describeRequest(call.request);
    const expected = `no port call: run ${call.run} remediated everything`;
    const variant = remediationOf(call.request);
    return fail("remaining-action", { run: call.run, expected, actual }, variant);
  },
};

/** Whether the run could remediate everything, and did. */
function isComplete({ report, portCalls, expectedOutcomes, context, scenario }: RunView): boolean {
  return (
    report.mode === "live" &&
    report.auditFailure === null &&
    portCalls.length > 0 &&
    portCalls.every(({ reply }) => reply.status === "accepted") &&
    isUsable("orders", context, scenario) &&
    isUsable("positions", context, scenario) &&
    // An order that was updated after the snapshot needs the next one.
    context.expected.orders.every(
      ({ updatedAtMs, createdAtMs }) =>
        (updatedAtMs ?? createdAtMs) <= context.snapshot.orders.takenAtMs,
    ) &&
    expectedOutcomes.every(
      ({ status, reason }) => status !== "deferred" && !temporaryReasons.has(reason ?? ""),
    )
  );
}

const temporaryReasons: ReadonlySet<string> = new Set([
  "max_orders_reached",
  "max_symbols_reached",
  "max_attempts_reached",
  "outcome_unknown",
]);

/**
 * The runs that only time and current snapshots separate from the snapshot of the run before.
 * An old snapshot would show a state from before, and the next one the changes since.
 */
function undisturbedRuns({ steps }: Scenario): ReadonlySet<number> {
  const undisturbed = new Set<number>();
  let run = -1;
  let [hasSnapshot, isQuiet] = [false, false];
  for (const step of steps) {
    if (step.kind === "reconcile") {
      run += 1;
      if (isQuiet) undisturbed.add(run);
      isQuiet = hasSnapshot;
    } else if (step.kind === "snapshot" && ![step.orders.kind, step.positions.kind].includes("old"))
      hasSnapshot = true;
    else if (step.kind !== "advance-clock") [hasSnapshot, isQuiet] = [false, false];
  }
  return undisturbed;
}
