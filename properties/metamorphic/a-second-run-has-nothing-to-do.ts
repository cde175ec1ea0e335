/** The follow-up adds a quiescence, so that every scenario can have two such runs. */
import type { PortCall } from "../../src/domain/port-call.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import { fail, pass, discarded, type Case, type MetamorphicProperty } from "../property.ts";
import { expectedMismatches, isUsable } from "../oracle/expected-mismatches.ts";
import { expectedOutcomes } from "../oracle/expected-outcomes.ts";
import { describeRequest } from "../oracle/requests.ts";
import { scenarioOfRun } from "../view/run-view.ts";
import { withQuiescence } from "../view/quiescence.ts";
import { remediationOf } from "../view/variants.ts";

export const aSecondRunHasNothingToDo: MetamorphicProperty = {
  kind: "metamorphic",
  name: "a-second-run-has-nothing-to-do",
  statement:
    "After a complete run whose port calls were all accepted and filled, the next run makes no port call.",
  severity: "money",
  checks: ["remaining-action"],
  requires: ["sequences"],
  judgesSequences: true,
  followUp: withQuiescence,
  judge: (_, followUpCase) => {
    const { portCalls } = followUpCase.observation;
    let wasJudged = false;
    for (const run of undisturbedRuns(followUpCase.scenario)) {
      const call = portCalls.find((made) => made.run === run);
      // One judged run is a pass, so that the oracle need not be asked again.
      if (wasJudged && call === undefined) continue;
      if (!isComplete(run - 1, followUpCase)) continue;
      wasJudged = true;
      if (call === undefined) continue;
      const actual = describeRequest(call.request);
      const expected = `no port call: run ${run} remediated everything`;
      return fail("remaining-action", { run, expected, actual }, remediationOf(call.request));
    }
    return wasJudged ? pass : discarded("no complete run precedes another run");
  },
};

/** Whether the run could remediate everything, and did. Most runs make no call, so the oracle is asked last. */
function isComplete(run: number, observed: Case): boolean {
  const { observation } = observed;
  const [report, context] = [observation.runs[run], observation.runContexts[run]];
  if (context === undefined) return false;
  const scenario = scenarioOfRun(observed.scenario, context);
  const calls = observation.portCalls.filter((call) => call.run === run);
  return (
    calls.length > 0 &&
    report?.mode === "live" &&
    report.auditFailure === null &&
    calls.every(({ reply, fault }) => reply.status === "accepted" && !isIncomplete(fault)) &&
    isUsable("orders", context, scenario) &&
    isUsable("positions", context, scenario) &&
    isUsable("conditionalOrders", context, scenario) &&
    // An order that was updated after the snapshot needs the next one.
    context.expected.orders.every(
      ({ updatedAtMs, createdAtMs }) =>
        (updatedAtMs ?? createdAtMs) <= context.snapshot.orders.takenAtMs,
    ) &&
    areConditionalOrdersOlder(context) &&
    expectedOutcomes(scenario, context, expectedMismatches(scenario, context)).every(
      ({ status, reason }) => status !== "deferred" && !temporaryReasons.has(reason ?? ""),
    )
  );
}

/** Accepted, and the request takes effect in part or later. */
function isIncomplete(fault: PortCall["fault"]): boolean {
  return fault === "expire" || fault === "delayed";
}

/** Whether no expected conditional order was updated after its list was read. */
function areConditionalOrdersOlder({ expected, snapshot }: RunContext): boolean {
  const { conditionalOrders: known = [] } = expected;
  const takenAtMs = snapshot.conditionalOrders?.takenAtMs ?? 0;
  return known.every(({ updatedAtMs, createdAtMs }) => (updatedAtMs ?? createdAtMs) <= takenAtMs);
}

const temporaryReasons: ReadonlySet<string> = new Set([
  "max_orders_reached",
  "max_symbols_reached",
  "max_attempts_reached",
  "outcome_unknown",
]);

/**
 * The runs, in order, that only time and current snapshots separate from the snapshot of the run before.
 * An old snapshot would show a state from before, and the next one the changes since. One that hides or repeats an
 * entry shows another state than the next one.
 */
function undisturbedRuns({ steps }: Scenario): ReadonlySet<number> {
  const undisturbed = new Set<number>();
  let run = -1;
  let [hasSnapshot, isQuiet] = [false, false];
  for (const step of steps) {
    if (step.kind === "reconcile") {
      run += 1;
      if (isQuiet) undisturbed.add(run);
      isQuiet = hasSnapshot && step.during === undefined;
    } else if (step.kind === "reconcile-overlapping") {
      run += 2;
      [hasSnapshot, isQuiet] = [false, false];
    } else if (step.kind === "snapshot" && showsNow(step)) hasSnapshot = true;
    else if (step.kind !== "advance-clock") [hasSnapshot, isQuiet] = [false, false];
  }
  return undisturbed;
}

const currentKinds: ReadonlySet<SnapshotPartStep["kind"]> = new Set(["ok", "failed", "future"]);

function showsNow({
  orders,
  positions,
  conditionalOrders = orders,
  between,
}: Extract<Step, { kind: "snapshot" }>): boolean {
  return (
    between === undefined &&
    isCurrent(orders) &&
    isCurrent(positions) &&
    isCurrent(conditionalOrders)
  );
}

function isCurrent({ kind }: SnapshotPartStep): boolean {
  return currentKinds.has(kind);
}
