/** A live order may change the position that a flatten would close, so orders come first. */
import { mismatchPriorities, type MismatchType } from "../src/domain/mismatch.ts";
import { fail, pass, type Failure, type RunProperty } from "./property.ts";
import { isLiveOrder } from "./oracle/order-status.ts";
import { describeRequest } from "./oracle/requests.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";
import { mismatchKind } from "./view/variants.ts";

export const ordersBeatPositions: RunProperty = {
  kind: "run",
  name: "orders-beat-positions",
  statement:
    "A run flattens no position while a live order mismatch exists, and processes mismatches by priority.",
  severity: "money",
  checks: ["flatten-sent-before-orders", "flatten-planned-before-orders", "priority-order"],
  judge: judgeRuns((view, failures) => {
    judgeFlattens(view, failures);
    judgePriorities(view, failures);
    return pass;
  }),
};

function judgeFlattens(view: RunView, failures: Failure[]): void {
  const { run, portCalls, report, context, expectedMismatches } = view;
  const live = expectedMismatches.find(({ order }) => isLiveOrder(order));
  if (live === undefined) return;
  const expected = `no flatten while order ${live.clientOrderId} is a live mismatch`;
  const variant = `${mismatchKind(live, context)}/${report.action}`;
  const sent = portCalls.find(({ request }) => request.method === "placeMarketOrder");
  if (sent !== undefined) {
    const actual = `${describeRequest(sent.request)} was sent`;
    failures.push(fail("flatten-sent-before-orders", { run, expected, actual }, variant));
  }
  const planned = report.results.find(
    ({ outcome }) => "request" in outcome && outcome.kind === "flatten",
  );
  if (planned === undefined) return;
  const actual = `a flatten of ${planned.mismatch.symbol} was ${planned.outcome.status}`;
  failures.push(fail("flatten-planned-before-orders", { run, expected, actual }, variant));
}

function judgePriorities({ run, report: { results } }: RunView, failures: Failure[]): void {
  const at = results.findIndex(({ mismatch }, index) => {
    const before = results[index - 1];
    return (
      before !== undefined &&
      mismatchPriorities[mismatch.type] < mismatchPriorities[before.mismatch.type]
    );
  });
  if (at === -1) return;
  const types = results.map(({ mismatch }) => mismatch.type);
  const due = types.toSorted((left, right) => mismatchPriorities[left] - mismatchPriorities[right]);
  const [expected, actual] = [describeOrder(due), describeOrder(types)];
  const variant = `${types[at - 1]}/${types[at]}`;
  failures.push(fail("priority-order", { run, expected, actual }, variant));
}

function describeOrder(types: readonly MismatchType[]): string {
  return types.map((type) => `priority ${mismatchPriorities[type]} ${type}`).join(", ");
}
