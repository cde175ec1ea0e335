/** Action none routes nothing, cancel_all only cancels, flatten only flattens, and a run is of one kind. */
import { fail, pass } from "./property.ts";
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
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { action } = observed.scenario.config;
      const { run, requests } = view;
      const allowed: readonly string[] = routed[action];
      if (!requests.every(({ method }) => allowed.includes(method))) {
        const expected = allowed.length === 0 ? "nothing" : allowed.join(" or ");
        return fail("wrong-remediation-kind", {
          run,
          expected,
          actual: describeKinds(view, action),
        });
      }
      const [first] = requests;
      if (requests.every(({ method }) => method === first?.method)) return pass;
      const actual = describeKinds(view, action);
      return fail("mixed-remediation-kinds", { run, expected: "one kind", actual });
    }),
};

function describeKinds({ requests }: RunView, action: string): string {
  const methods = new Set(requests.map(({ method }) => method));
  return `${[...methods].join(" and ")} under action ${action}`;
}
