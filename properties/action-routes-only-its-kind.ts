/** `cancel_then_flatten` permits both kinds, but orders beat positions, so one run has one kind. */
import { fail, pass, type RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";
import { remediationOf, remediationsOf } from "./view/variants.ts";

const kindsOfAction = {
  none: [],
  cancel_all: ["cancel"],
  flatten: ["flatten"],
  cancel_then_flatten: ["cancel", "flatten"],
} as const;

export const actionRoutesOnlyItsKind: RunProperty = {
  kind: "run",
  name: "action-routes-only-its-kind",
  statement:
    "A run plans and sends only the remediations of its action, and only one kind of them.",
  severity: "money",
  checks: ["wrong-remediation-kind", "mixed-remediation-kinds"],
  judge: judgeRuns(({ run, requests, report, scenario }, failures) => {
    const { action } = scenario.config;
    const allowed: readonly string[] = kindsOfAction[action];
    const [first] = requests;
    if (first === undefined) return pass;
    const kind = remediationOf(first);
    const isOneKind = requests.every((request) => remediationOf(request) === kind);
    if (isOneKind && allowed.includes(kind)) return pass;
    const kinds = [...new Set(requests.map(remediationOf))];
    const counts = kinds.map(
      (one) => `${requests.filter((request) => remediationOf(request) === one).length} ${one}`,
    );
    const actual = `${counts.join(" and ")} under action ${action}`;
    const variant = `${remediationsOf(requests)}/${action}/${report.mode}`;
    if (!kinds.every((one) => allowed.includes(one))) {
      const expected = allowed.length === 0 ? "no request" : `only ${allowed.join(" or ")}`;
      failures.push(fail("wrong-remediation-kind", { run, expected, actual }, variant));
    }
    if (isOneKind) return pass;
    const expected = "one kind of request";
    return fail("mixed-remediation-kinds", { run, expected, actual }, variant);
  }),
};
