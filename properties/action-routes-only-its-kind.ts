/** `cancel_then_flatten` permits both kinds, but orders beat positions, so one run has one kind. */
import { fail, pass, type RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";
import { remediationsOf } from "./view/variants.ts";

const methodsOfAction = {
  none: [],
  cancel_all: ["cancelOrder"],
  flatten: ["placeMarketOrder"],
  cancel_then_flatten: ["cancelOrder", "placeMarketOrder"],
} as const;

export const actionRoutesOnlyItsKind: RunProperty = {
  kind: "run",
  name: "action-routes-only-its-kind",
  statement:
    "A run plans and sends only the remediations of its action, and only one kind of them.",
  severity: "money",
  checks: ["wrong-remediation-kind", "mixed-remediation-kinds"],
  judge: judgeRuns(({ run, requests, report, scenario }) => {
    const { action } = scenario.config;
    const allowed: readonly string[] = methodsOfAction[action];
    const [first] = requests;
    const isOneKind = requests.every(({ method }) => method === first?.method);
    if (isOneKind && (first === undefined || allowed.includes(first.method))) return pass;
    const methods = [...new Set(requests.map(({ method }) => method))];
    const counts = methods.map(
      (method) => `${requests.filter((request) => request.method === method).length} ${method}`,
    );
    const actual = `${counts.join(" and ")} under action ${action}`;
    const variant = `${remediationsOf(requests)}/${action}/${report.mode}`;
    if (!methods.every((method) => allowed.includes(method))) {
      const expected = allowed.length === 0 ? "no request" : `only ${allowed.join(" or ")}`;
      return fail("wrong-remediation-kind", { run, expected, actual }, variant);
    }
    const expected = "one kind of request";
    return fail("mixed-remediation-kinds", { run, expected, actual }, variant);
  }),
};
