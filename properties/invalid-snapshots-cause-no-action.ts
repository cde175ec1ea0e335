/** A part that failed or is stale yields no mismatch and no action, and without orders nothing is flattened. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { isReadable } from "./oracle/expected-mismatches.ts";
import { judgeRuns } from "./view/run-view.ts";

export const unreadableStateTakesNoAction: RunProperty = {
  kind: "run",
  name: "unreadable-state-takes-no-action",
  statement:
    "A part that failed or is stale yields no mismatch and no action, and without orders nothing is flattened.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, situation, report } = view;
      const orders = isReadable("orders", situation, observed.scenario);
      const positions = isReadable("positions", situation, observed.scenario);
      if (orders && positions) return notApplicable("both parts can be read");
      const unreadable = [orders ? "" : "orders", positions ? "" : "positions"];
      const part = unreadable.filter((name) => name !== "").join(" and ");
      const methods = view.requests.map(({ method }) => method);
      // A flatten needs both parts, a cancel only the orders.
      if (methods.some((method) => method === "placeMarketOrder" || !orders)) {
        const expected = `no action that needs the ${part}`;
        return fails("no-action", { run, expected, happened: methods.join(", ") });
      }
      const wrong = report.results.find(({ mismatch }) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? !positions : !orders,
      );
      if (wrong === undefined) return holds;
      const happened = `${wrong.mismatch.type} on ${wrong.mismatch.symbol}`;
      return fails("no-mismatch", { run, expected: `no mismatch of the ${part}`, happened });
    }),
};
