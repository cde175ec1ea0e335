/** Action none routes nothing, cancel_all only cancels, flatten only flattens, and a run is of one kind. */
import { fails, holds } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

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
      const { run, requests } = view;
      const allowed: readonly string[] = routed[action];
      if (!requests.every(({ method }) => allowed.includes(method))) {
        const expected = allowed.length === 0 ? "nothing" : allowed.join(" or ");
        return fails("only-its-kind", { run, expected, happened: describeKinds(view, action) });
      }
      const [first] = requests;
      if (requests.every(({ method }) => method === first?.method)) return holds;
      const happened = describeKinds(view, action);
      return fails("one-kind-a-run", { run, expected: "one kind", happened });
    }),
};

function describeKinds({ requests }: RunView, action: string): string {
  const methods = new Set(requests.map(({ method }) => method));
  return `${[...methods].join(" and ")} under action ${action}`;
}
