/** While a live order mismatch stands no position is flattened, whatever the action, and mismatches are processed in priority order. */
import { mismatchPriorities } from "../src/domain/mismatch.ts";
import { fails, holds, worstOf } from "../src/harness/property.ts";
import type { RunProperty, Verdict } from "../src/harness/property.ts";
import { differences, isLiveOrder } from "./oracle/differences.ts";
import { judgeRuns, remediations } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

export const ordersBeatPositions: RunProperty = {
  kind: "run",
  name: "orders-beat-positions",
  statement:
    "While a live order mismatch stands no position is flattened, whatever the action, and mismatches are processed in priority order.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const found = differences(observed.scenario, view.situation);
      const standing = found.find(({ order }) => isLiveOrder(order));
      return worstOf(
        [
          standing === undefined ? holds : judgeFlattens(view, standing.clientOrderId),
          judgeOrder(view),
        ],
        "no run",
      );
    }),
};

function judgeFlattens({ run, calls, report }: RunView, standing: string): Verdict {
  const expected = `no flatten while order ${standing} stands`;
  const sent = calls.find(({ request }) => request.method === "placeMarketOrder");
  if (sent !== undefined) {
    const happened = `a market order on ${sent.request.symbol} was sent`;
    return fails("no-flatten-is-sent", { run, expected, happened });
  }
  const planned = remediations(report).find(
    ({ outcome }) => "kind" in outcome && outcome.kind === "flatten",
  );
  if (planned === undefined) return holds;
  const happened = `a flatten of ${planned.mismatch.symbol} was ${planned.outcome.status}`;
  return fails("no-flatten-is-planned", { run, expected, happened });
}

function judgeOrder({ run, report }: RunView): Verdict {
  const ranks = report.results.map(({ mismatch }) => mismatchPriorities[mismatch.type]);
  const at = ranks.findIndex((rank, index) => rank < (ranks[index - 1] ?? 0));
  if (at === -1) return holds;
  const types = report.results.map(({ mismatch }) => mismatch.type);
  return fails("priority-order", {
    run,
    expected: "priorities that never fall from one mismatch to the next",
    happened: types.join(", "),
  });
}
