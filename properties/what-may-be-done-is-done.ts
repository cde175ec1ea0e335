/** What every rule and limit lets pass is planned in dry-run and sent in live mode, in order, and nothing else. */
import { fails, holds, notApplicable } from "../src/harness/property.ts";
import type { RunProperty } from "../src/harness/property.ts";
import { allowedRequests, describeRequest } from "./oracle/allowed-requests.ts";
import { requestsOf } from "./requests.ts";
import { judgeRuns } from "./run-view.ts";

export const whatMayBeDoneIsDone: RunProperty = {
  kind: "run",
  name: "what-may-be-done-is-done",
  statement:
    "What every rule and limit lets pass is planned in dry-run and sent in live mode, in order, and nothing else.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, calls, report } = view;
      const allowed = allowedRequests(observed.scenario, view.situation);
      const done = requestsOf(view).map(describeRequest);
      // The calls of a live run may end early: at an unknown outcome, or without a trail.
      const endedEarly =
        report.mode === "live" &&
        (calls.at(-1)?.reply.status === "unknown" || report.auditFailure !== null);
      const due = endedEarly ? allowed.slice(0, done.length) : allowed;
      if (due.length === 0 && done.length === 0) return notApplicable("nothing may be done");
      if (due.join() === done.join()) return holds;
      const claim = done.length < due.length ? "nothing-is-left-out" : "exactly-what-is-allowed";
      return fails(claim, { run, expected: list(due), happened: list(done) });
    }),
};

function list(requests: readonly string[]): string {
  return requests.length === 0 ? "nothing" : requests.join("; ");
}
