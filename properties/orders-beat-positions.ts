/** A live order may change the position that a flatten would close, so orders come first. */
import { mismatchPriorities } from "../src/domain/mismatch.ts";
import { fail, pass, type RunProperty, type Verdict } from "./property.ts";
import { isLiveOrder } from "./oracle/order-status.ts";
import { describeRequest } from "./oracle/requests.ts";
import { firstFailure, judgeRuns, type RunView } from "./view/run-view.ts";
import { mismatchKind } from "./view/variants.ts";

export const ordersBeatPositions: RunProperty = {
  kind: "run",
  name: "orders-beat-positions",
  statement:
    "A run flattens no position while a live order mismatch exists, and processes mismatches by priority.",
  severity: "money",
  checks: ["flatten-sent-before-orders", "flatten-planned-before-orders", "priority-order"],
  judge: judgeRuns((view) => firstFailure(judgeFlattens(view), judgePriorities(view))),
};

function judgeFlattens({ run, portCalls, report, context, expectedMismatches }: RunView): Verdict {
  const live = expectedMismatches.find(({ order }) => isLiveOrder(order));
  if (live === undefined) return pass;
  const expected = `no flatten while order ${live.clientOrderId} is a live mismatch`;
  const variant = `${mismatchKind(live, context)}/${report.action}`;
  const sent = portCalls.find(({ request }) => request.method === "placeMarketOrder");
  if (sent !== undefined) {
    const actual = `${describeRequest(sent.request)} was sent`;
    return fail("flatten-sent-before-orders", { run, expected, actual }, variant);
  }
  const planned = report.results.find(
    ({ outcome }) => "request" in outcome && outcome.kind === "flatten",
  );
  if (planned === undefined) return pass;
  const actual = `a flatten of ${planned.mismatch.symbol} was ${planned.outcome.status}`;
  return fail("flatten-planned-before-orders", { run, expected, actual }, variant);
}

function judgePriorities({ run, report: { results } }: RunView): Verdict {
  const at = results.findIndex(({ mismatch }, index) => {
    const before = results[index - 1];
    return (
      before !== undefined &&
      mismatchPriorities[mismatch.type] < mismatchPriorities[before.mismatch.type]
    );
  });
  if (at === -1) return pass;
  const types = results.map(({ mismatch }) => mismatch.type);
  const priorities = types.map((type) => mismatchPriorities[type]);
  const actual = types.map((type, index) => `${priorities[index]} ${type}`).join(", ");
  const variant = `${types[at - 1]}/${types[at]}`;
  return fail("priority-order", { run, expected: "ascending priority numbers", actual }, variant);
}
