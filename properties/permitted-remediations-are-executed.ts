/** What every rule and limit lets pass is planned in dry-run and sent in live mode, in order, and nothing else. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeExpected, describeRequest, matchesExpected } from "./oracle/expected-outcomes.ts";
import { judgeRuns } from "./view/run-view.ts";

export const permittedRemediationsAreExecuted: RunProperty = {
  kind: "run",
  name: "permitted-remediations-are-executed",
  statement:
    "What every rule and limit lets pass is planned in dry-run and sent in live mode, in order, and nothing else.",
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, calls, report, outcomes, wasCrashed, rejectedAuditEvents } = view;
      const done = view.requests;
      // The calls of a live run may end early: at a kill, at an unknown outcome, or without a trail.
      const endedEarly =
        report.mode === "live" &&
        (wasCrashed ||
          calls.at(-1)?.reply.status === "unknown" ||
          rejectedAuditEvents.some(({ event }) => event !== "RECONCILE_RUN"));
      let allowed = 0;
      let isInOrder = true;
      for (const { becomes, mismatch } of outcomes) {
        if (becomes !== "acted_on") continue;
        const request = done[allowed];
        allowed += 1;
        if (request === undefined) isInOrder &&= endedEarly;
        else isInOrder &&= matchesExpected(request, mismatch);
      }
      if (done.length === 0 && (allowed === 0 || endedEarly)) return nothingToDo;
      if (isInOrder && done.length <= allowed) return pass;
      const all = outcomes.filter(({ becomes }) => becomes === "acted_on");
      const due = endedEarly ? all.slice(0, done.length) : all;
      const check = done.length < due.length ? "missing-remediation" : "wrong-remediation";
      const expected = list(due.map(({ mismatch }) => describeExpected(mismatch)));
      return fail(check, { run, expected, actual: list(done.map(describeRequest)) });
    }),
};

const nothingToDo = discarded("nothing may be done");

function list(requests: readonly string[]): string {
  return requests.length === 0 ? "nothing" : requests.join("; ");
}
