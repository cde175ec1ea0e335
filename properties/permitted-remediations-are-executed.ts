/** Without this property, a pipeline that never acts would pass almost every other one. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import type { ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { describeExpected, describeRequest, matchesExpected } from "./oracle/requests.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";

export const permittedRemediationsAreExecuted: RunProperty = {
  kind: "run",
  name: "permitted-remediations-are-executed",
  statement:
    "A dry run plans, and a live run sends, exactly the permitted remediations, in processing order.",
  severity: "money",
  judge: judgeRuns((view) => {
    const { run, requests, expectedOutcomes } = view;
    const permitted = expectedOutcomes.filter(({ status }) => status === "permitted");
    const count = mayEndEarly(view) ? requests.length : permitted.length;
    const due = permitted.slice(0, count).map(({ mismatch }) => mismatch);
    if (requests.length === 0 && due.length === 0) return nothingPermitted;
    const matches = (mismatch: ExpectedMismatch, at: number) => {
      const request = requests[at];
      return request !== undefined && matchesExpected(request, mismatch);
    };
    if (requests.length === due.length && due.every(matches)) return pass;
    const check = requests.length < due.length ? "missing-remediation" : "wrong-remediation";
    const expected = list(due.map(describeExpected));
    return fail(check, { run, expected, actual: list(requests.map(describeRequest)) });
  }),
};

const nothingPermitted = discarded("no remediation is permitted");

/** A crash, an unknown outcome or a rejected audit event ends the port calls of a live run. */
function mayEndEarly({ report, wasCrashed, portCalls, rejectedAuditEvents }: RunView): boolean {
  return (
    report.mode === "live" &&
    (wasCrashed ||
      portCalls.at(-1)?.reply.status === "unknown" ||
      rejectedAuditEvents.some(({ event }) => event !== "RECONCILE_RUN"))
  );
}

function list(requests: readonly string[]): string {
  return requests.length === 0 ? "nothing" : requests.join("; ");
}
