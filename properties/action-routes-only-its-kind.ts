/** Action none routes nothing, cancel_all only cancels, flatten only flattens, and a run is of one kind. */
import { fails, holds } from "../src/harness/property.ts";
import type { RunProperty } from "../src/harness/property.ts";
import { judgeRuns } from "./view/run-view.ts";

const routed = {
  none: [],
  cancel_all: ["cancelOrder"],
  flatten: ["placeMarketOrder"],
  cancel_then_flatten: ["cancelOrder", "placeMarketOrder"],
} as const;

export const actionRoutesOnlyItsKind: RunProperty = {
  kind: "run",
  name: "action-routes-only-its-kind",
  statement:
    "Action none routes nothing, cancel_all only cancels, flatten only flattens, and a run is of one kind.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { action } = observed.scenario.config;
      const methods = [...new Set(view.requests.map(({ method }) => method))];
      const happened = `${methods.join(" and ")} under action ${action}`;
      const allowed: readonly string[] = routed[action];
      if (methods.some((method) => !allowed.includes(method))) {
        const expected = allowed.length === 0 ? "nothing" : allowed.join(" or ");
        return fails("only-its-kind", { run: view.run, expected, happened });
      }
      return methods.length > 1
        ? fails("one-kind-a-run", { run: view.run, expected: "one kind", happened })
        : holds;
    }),
};
