/** What every rule and limit lets pass is planned in dry-run and sent in live mode, in order, and nothing else. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeAskedFor, describeRequest, isAskedFor } from "./oracle/expected-outcomes.ts";
import { judgeRuns } from "./view/run-view.ts";

export const whatMayBeDoneIsDone: RunProperty = {
  kind: "run",
  name: "what-may-be-done-is-done",
  statement:
    "What every rule and limit lets pass is planned in dry-run and sent in live mode, in order, and nothing else.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, calls, report, decisions, isCutShort, lostLines } = view;
      const done = view.requests;
      // The calls of a live run may end early: at a kill, at an unknown outcome, or without a trail.
      const endedEarly =
        report.mode === "live" &&
        (isCutShort ||
          calls.at(-1)?.reply.status === "unknown" ||
          lostLines.some(({ event }) => event !== "RECONCILE_RUN"));
      let allowed = 0;
      let isInOrder = true;
      for (const { becomes, difference } of decisions) {
        if (becomes !== "acted_on") continue;
        const request = done[allowed];
        allowed += 1;
        if (request === undefined) isInOrder &&= endedEarly;
        else isInOrder &&= isAskedFor(request, difference);
      }
      if (done.length === 0 && (allowed === 0 || endedEarly)) return nothingToDo;
      if (isInOrder && done.length <= allowed) return holds;
      const all = decisions.filter(({ becomes }) => becomes === "acted_on");
      const due = endedEarly ? all.slice(0, done.length) : all;
      const claim = done.length < due.length ? "nothing-is-left-out" : "exactly-what-is-allowed";
      const expected = list(due.map(({ difference }) => describeAskedFor(difference)));
      return fails(claim, { run, expected, happened: list(done.map(describeRequest)) });
    }),
};

const nothingToDo = notApplicable("nothing may be done");

function list(requests: readonly string[]): string {
  return requests.length === 0 ? "nothing" : requests.join("; ");
}
