/** A request in a ban makes the ban longer at the venue: first 2 minutes, at most 3 days. */
import { fail, pass, discarded, type Case, type RunProperty } from "./property.ts";
import { banEndOf } from "./oracle/ban.ts";
import { describeRequest } from "./oracle/requests.ts";
import { callsOf } from "./view/calls.ts";
import { remediationOf } from "./view/variants.ts";

export const noCallDuringABan: RunProperty = {
  kind: "run",
  name: "no-call-during-a-ban",
  statement: "After a rate-limit answer nothing is sent until the time that it names.",
  severity: "money",
  checks: ["call-during-ban"],
  judgesErroredRuns: true,
  judge: (observed) => {
    const calls = callsOf(observed);
    const first = calls.findIndex(({ reply }) => banEndOf(reply) > 0);
    if (first === -1) return discarded("no rate limit was reached");
    let [endMs, banRun] = [0, 0];
    for (const { run, atMs, request, reply } of calls.slice(first)) {
      if (atMs < endMs && (run === banRun || isKept(observed, banRun))) {
        const expected = `no port call for ${endMs - atMs} ms`;
        const actual = describeRequest(request);
        const variant = `${remediationOf(request)}/${run === banRun ? "same run" : "later run"}`;
        return fail("call-during-ban", { run, expected, actual }, variant);
      }
      if (banEndOf(reply) > endMs) [endMs, banRun] = [banEndOf(reply), run];
    }
    return pass;
  },
};

/** Whether a later run can know the answer: the run did not crash, and its trail could be written. */
function isKept({ observation }: Case, banRun: number): boolean {
  const { runs, rejectedAuditEvents } = observation;
  return runs[banRun]?.mode !== "crashed" && rejectedAuditEvents.every(({ run }) => run !== banRun);
}
