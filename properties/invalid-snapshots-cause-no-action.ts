/** A part that failed or is stale yields no mismatch and no action, and without orders nothing is flattened. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { isUsable } from "./oracle/expected-mismatches.ts";
import { judgeRuns } from "./view/run-view.ts";

export const invalidSnapshotsCauseNoAction: RunProperty = {
  kind: "run",
  name: "invalid-snapshots-cause-no-action",
  statement:
    "A part that failed or is stale yields no mismatch and no action, and without orders nothing is flattened.",
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, situation, report } = view;
      const orders = isUsable("orders", situation, observed.scenario);
      const positions = isUsable("positions", situation, observed.scenario);
      if (orders && positions) return discarded("both parts can be read");
      const rejectedParts = [orders ? "" : "orders", positions ? "" : "positions"];
      const part = rejectedParts.filter((name) => name !== "").join(" and ");
      const methods = view.requests.map(({ method }) => method);
      // A flatten needs both parts, a cancel only the orders.
      if (methods.some((method) => method === "placeMarketOrder" || !orders)) {
        const expected = `no action that needs the ${part}`;
        return fail("action-on-invalid-snapshot", { run, expected, actual: methods.join(", ") });
      }
      const wrong = report.results.find(({ mismatch }) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? !positions : !orders,
      );
      if (wrong === undefined) return pass;
      const actual = `${wrong.mismatch.type} on ${wrong.mismatch.symbol}`;
      return fail("mismatch-from-invalid-snapshot", {
        run,
        expected: `no mismatch of the ${part}`,
        actual,
      });
    }),
};
