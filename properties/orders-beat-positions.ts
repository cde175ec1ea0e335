/** While a live order mismatch stands no position is flattened, whatever the action, and mismatches are processed in priority order. */
import { mismatchPriorities } from "../src/domain/mismatch.ts";
import { fail, pass } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import { isLiveOrder } from "./oracle/expected-mismatches.ts";
import { judgeRuns } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const ordersBeatPositions: RunProperty = {
  kind: "run",
  name: "orders-beat-positions",
  statement:
    "While a live order mismatch stands no position is flattened, whatever the action, and mismatches are processed in priority order.",
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const standing = view.found.find(({ order }) => isLiveOrder(order));
      const flattens = standing === undefined ? pass : judgeFlattens(view, standing.clientOrderId);
      return flattens.kind === "fail" ? flattens : judgeOrder(view);
    }),
};

function judgeFlattens({ run, calls, report }: RunView, standing: string): Verdict {
  const expected = `no flatten while order ${standing} stands`;
  const sent = calls.find(({ request }) => request.method === "placeMarketOrder");
  if (sent !== undefined) {
    const actual = `a market order on ${sent.request.symbol} was sent`;
    return fail("flatten-sent-before-orders", { run, expected, actual });
  }
  const planned = report.results.find(
    ({ outcome }) => "request" in outcome && outcome.kind === "flatten",
  );
  if (planned === undefined) return pass;
  const actual = `a flatten of ${planned.mismatch.symbol} was ${planned.outcome.status}`;
  return fail("flatten-planned-before-orders", { run, expected, actual });
}

function judgeOrder({ run, report }: RunView): Verdict {
  if (neverFalls(report.results)) return pass;
  const types = report.results.map(({ mismatch }) => mismatch.type);
  return fail("priority-order", {
    run,
    expected: "priorities that never fall from one mismatch to the next",
    actual: types.join(", "),
  });
}

function neverFalls(results: RunView["report"]["results"]): boolean {
  let before = 0;
  for (const { mismatch } of results) {
    const rank = mismatchPriorities[mismatch.type];
    if (rank < before) return false;
    before = rank;
  }
  return true;
}
