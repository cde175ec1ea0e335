/** A request in a ban makes the ban longer at the venue: first 2 minutes, at most 3 days. */
import type { PortCall } from "../src/domain/port-call.ts";
import { fail, pass, discarded, type Case, type RunProperty } from "./property.ts";
import { banEndOf, isRateLimit } from "./oracle/ban.ts";
import { describeRequest } from "./oracle/requests.ts";
import { callsOf, isKnownTo } from "./view/calls.ts";
import { remediationOf } from "./view/variants.ts";

export const noCallDuringABan: RunProperty = {
  kind: "run",
  name: "no-call-during-a-ban",
  statement:
    "After a rate-limit answer the run sends nothing more, and no run until the time that it names.",
  severity: "money",
  checks: ["call-during-ban", "call-after-rate-limit"],
  judgesErroredRuns: true,
  judge: (observed, failures) => {
    const calls = callsOf(observed);
    const first = calls.findIndex(({ reply }) => isRateLimit(reply));
    if (first === -1) return discarded("no rate limit was reached");
    let [endMs, ban]: [number, PortCall | null] = [0, null];
    const limited = new Set<number>();
    for (const call of calls.slice(first)) {
      const { run, atMs, request, reply } = call;
      if (ban !== null && atMs < endMs && knowsBan(call, ban, observed)) {
        const expected = `no port call for ${endMs - atMs} ms`;
        const actual = describeRequest(request);
        const variant = `${remediationOf(request)}/${run === ban.run ? "same run" : "later run"}`;
        failures.push(fail("call-during-ban", { run, expected, actual }, variant));
      }
      // A reply may take as long as its ban, or name no time.
      if (limited.has(run)) {
        const expected = "no further port call in a run with a rate-limit answer";
        const actual = describeRequest(request);
        failures.push(
          fail("call-after-rate-limit", { run, expected, actual }, remediationOf(request)),
        );
      }
      if (isRateLimit(reply)) limited.add(run);
      if (banEndOf(reply) > endMs) [endMs, ban] = [banEndOf(reply), call];
    }
    return pass;
  },
};

function knowsBan(call: PortCall, ban: PortCall, observed: Case): boolean {
  if (call.run === ban.run) return true;
  return isKept(observed, ban.run) && isKnownTo(call, ban, observed.observation);
}

/** Whether a later run can know the answer: the run did not crash, and its trail could be written. */
function isKept({ observation }: Case, banRun: number): boolean {
  const { runs, rejectedAuditEvents } = observation;
  return runs[banRun]?.mode !== "crashed" && rejectedAuditEvents.every(({ run }) => run !== banRun);
}
