/** Without this property, a pipeline that never acts would pass almost every other one. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import type { ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { banEndOf } from "./oracle/ban.ts";
import {
  describeExpected,
  describeRequest,
  intentOfMismatch,
  intentOfRequest,
  matchesExpected,
} from "./oracle/requests.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";
import { mismatchKind, remediationOf } from "./view/variants.ts";

export const permittedRemediationsAreExecuted: RunProperty = {
  kind: "run",
  name: "permitted-remediations-are-executed",
  statement:
    "A dry run plans, and a live run sends, exactly the permitted remediations, in processing order.",
  severity: "money",
  checks: ["missing-remediation", "wrong-remediation"],
  judge: judgeRuns((view) => {
    const { run, requests, expectedOutcomes } = view;
    const permitted = expectedOutcomes.filter(({ status }) => status === "permitted");
    const endsEarly = mayEndEarly(view);
    if (requests.length === 0 && endsEarly) return endedEarly;
    // Where nothing is permitted, a request is wrong; without a mismatch another property judges it.
    if (requests.length === 0 && expectedOutcomes.length === 0) return noMismatch;
    const count = endsEarly ? requests.length : permitted.length;
    const due = permitted.slice(0, count).map(({ mismatch }) => mismatch);
    const matches = (mismatch: ExpectedMismatch, at: number) => {
      const request = requests[at];
      return request !== undefined && matchesExpected(request, mismatch);
    };
    if (requests.length === due.length && due.every(matches)) return pass;
    const check = requests.length < due.length ? "missing-remediation" : "wrong-remediation";
    const expected = list(due.map(describeExpected));
    const actual = list(requests.map(describeRequest));
    return fail(check, { run, expected, actual }, `${differenceOf(view, due)}/${view.report.mode}`);
  }),
};

/** What the oracle knows of the first request that is not due, or else of the first one that is missing. */
function differenceOf(view: RunView, due: readonly ExpectedMismatch[]): string {
  const { requests, context, expectedOutcomes } = view;
  const wrong = requests.find(
    (request) => !due.some((mismatch) => matchesExpected(request, mismatch)),
  );
  if (wrong === undefined) {
    const isSent = (mismatch: ExpectedMismatch) =>
      requests.some((request) => matchesExpected(request, mismatch));
    const missing = due.find((mismatch) => !isSent(mismatch));
    if (missing !== undefined) return `missing ${mismatchKind(missing, context)}`;
    return requests.length > due.length ? "duplicate" : "order";
  }
  const remediation = remediationOf(wrong);
  const intent = intentOfRequest(wrong);
  const outcome = expectedOutcomes.find(({ mismatch }) => intentOfMismatch(mismatch) === intent);
  if (outcome === undefined) return `${remediation} without a mismatch`;
  if (outcome.status !== "permitted") {
    return `${remediation} ${outcome.status} ${outcome.reason ?? ""}`.trimEnd();
  }
  return `${remediation} ${due.includes(outcome.mismatch) ? "with other parameters" : "too late"}`;
}

const endedEarly = discarded("the run ended before its first request");
const noMismatch = discarded("there is no mismatch");

/** A crash, an unknown outcome, a ban or a rejected audit event ends the port calls of a live run. */
function mayEndEarly({ report, wasCrashed, portCalls, rejectedAuditEvents }: RunView): boolean {
  const last = portCalls.at(-1)?.reply;
  return (
    report.mode === "live" &&
    (wasCrashed ||
      (last !== undefined && (last.status === "unknown" || banEndOf(last) > 0)) ||
      rejectedAuditEvents.some(({ event }) => event !== "RECONCILE_RUN"))
  );
}

function list(requests: readonly string[]): string {
  return requests.length === 0 ? "nothing" : requests.join("; ");
}
