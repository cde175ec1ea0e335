/** Without this property, a pipeline that never acts would pass almost every other one. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { Big } from "big.js";
import type { ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import type { ExpectedOutcome } from "./oracle/expected-outcomes.ts";
import { isRateLimit } from "./oracle/ban.ts";
import { sizeOfRequest } from "./oracle/request-size.ts";
import {
  describeExpected,
  describeRequest,
  hasIntentOf,
  intentOfMismatch,
  intentOfRequest,
  matchesExpected,
} from "./oracle/requests.ts";
import { dueOutcomes } from "./view/split-closes.ts";
import { judgeSoleRuns, type RunView } from "./view/run-view.ts";
import { mismatchKind, remediationOf } from "./view/variants.ts";

export const permittedRemediationsAreExecuted: RunProperty = {
  kind: "run",
  name: "permitted-remediations-are-executed",
  statement:
    "A dry run plans, and a live run sends, exactly the permitted remediations, in processing order.",
  severity: "money",
  checks: ["missing-remediation", "wrong-remediation"],
  judge: judgeSoleRuns((view, failures) => {
    const { run, requests, expectedOutcomes, scenario } = view;
    const permitted = dueOutcomes(view);
    const endsEarly = mayEndEarly(view);
    if (requests.length === 0 && endsEarly) return endedEarly;
    // Where nothing is permitted, a request is wrong; without a mismatch another property judges it.
    if (requests.length === 0 && expectedOutcomes.length === 0) return noMismatch;
    const count = endsEarly ? requests.length : permitted.length;
    const due = permitted.slice(0, count);
    const matches = ({ mismatch }: ExpectedOutcome, at: number) => {
      const request = requests[at];
      return request !== undefined && matchesExpected(request, mismatch, scenario);
    };
    const isSame = requests.length === due.length && due.every(matches);
    if (isSame && !hasOtherSum(view, due)) return pass;
    const expected = list(due.map(describeExpected));
    const violation = { run, expected, actual: list(requests.map(describeRequest)) };
    const variant = `${differenceOf(view, due)}/${view.report.mode}`;
    const missing = fail("missing-remediation", violation, variant);
    const wrong = fail("wrong-remediation", violation, variant);
    if (requests.length < due.length) {
      failures.push(missing);
      return isPartOf(view, due) ? pass : wrong;
    }
    failures.push(wrong);
    const isSent = ({ mismatch }: ExpectedOutcome) =>
      requests.some((request) => hasIntentOf(request, mismatch));
    return endsEarly || due.every(isSent) ? pass : missing;
  }),
};

/** Whether all requests are due, in their order. */
function isPartOf({ requests, scenario }: RunView, due: readonly ExpectedOutcome[]): boolean {
  let left = due;
  return requests.every((request) => {
    const at = left.findIndex(({ mismatch }) => matchesExpected(request, mismatch, scenario));
    left = left.slice(at + 1);
    return at !== -1;
  });
}

/**
 * Whether the parts of a close have another sum than those that are due. A bot may choose the size of each part, so
 * the sum is known only where no part is blocked or unsent.
 */
function hasOtherSum(
  { requests, expectedOutcomes }: RunView,
  due: readonly ExpectedOutcome[],
): boolean {
  const sizes = new Map<ExpectedMismatch, Big>();
  for (const { mismatch, quantity } of due) {
    if (quantity !== null) sizes.set(mismatch, (sizes.get(mismatch) ?? new Big(0)).plus(quantity));
  }
  for (const [mismatch, sum] of sizes) {
    const all = expectedOutcomes.filter((outcome) => outcome.mismatch === mismatch);
    if (!all.every((outcome) => due.includes(outcome))) continue;
    let sent = new Big(0);
    for (const request of requests) {
      if ("quantity" in request && hasIntentOf(request, mismatch))
        sent = sent.plus(sizeOfRequest(request));
    }
    if (!sent.eq(sum)) return true;
  }
  return false;
}

/** What the oracle knows of the first request that is not due, or else of the first one that is missing. */
function differenceOf(view: RunView, due: readonly ExpectedOutcome[]): string {
  const { requests, context, expectedOutcomes, scenario } = view;
  const wrong = requests.find(
    (request) => !due.some(({ mismatch }) => matchesExpected(request, mismatch, scenario)),
  );
  if (wrong === undefined) {
    const isSent = ({ mismatch }: ExpectedOutcome) =>
      requests.some((request) => matchesExpected(request, mismatch, scenario));
    const missing = due.find((outcome) => !isSent(outcome));
    if (missing !== undefined) return `missing ${mismatchKind(missing.mismatch, context)}`;
    if (requests.length < due.length) return "missing part";
    if (requests.length > due.length) return "duplicate";
    return hasOtherSum(view, due) ? "other sum" : "order";
  }
  const remediation = remediationOf(wrong);
  const intent = intentOfRequest(wrong);
  const outcome = expectedOutcomes.find(({ mismatch }) => intentOfMismatch(mismatch) === intent);
  if (outcome === undefined) return `${remediation} without a mismatch`;
  if (outcome.status !== "permitted") {
    return `${remediation} ${outcome.status} ${outcome.reason ?? ""}`.trimEnd();
  }
  return `${remediation} ${due.includes(outcome) ? "with other parameters" : "too late"}`;
}

const endedEarly = discarded("the run ended before its first request");
const noMismatch = discarded("there is no mismatch");

/** A crash, an unknown outcome, a ban or a rejected audit event ends the port calls of a live run. */
function mayEndEarly({ report, wasCrashed, portCalls, rejectedAuditEvents }: RunView): boolean {
  const last = portCalls.at(-1)?.reply;
  return (
    report.mode === "live" &&
    (wasCrashed ||
      (last !== undefined && (last.status === "unknown" || isRateLimit(last))) ||
      rejectedAuditEvents.some(({ event }) => event !== "RECONCILE_RUN"))
  );
}

function list(requests: readonly string[]): string {
  return requests.length === 0 ? "nothing" : requests.join("; ");
}
