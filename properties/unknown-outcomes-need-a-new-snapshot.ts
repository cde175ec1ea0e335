/** Only a snapshot of orders shows the outcome of a cancel, and one of positions that of a flatten. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { wasRetriedAfterUnknown } from "./oracle/attempts.ts";
import { describeRequest, intentOfRequest } from "./oracle/requests.ts";
import { attemptsBefore, callsOf, isKnownTo } from "./view/calls.ts";
import { remediationOf } from "./view/variants.ts";

const partOfMethod = {
  cancelOrder: "orders",
  placeMarketOrder: "positions",
  cancelConditionalOrder: "conditionalOrders",
} as const;

export const unknownOutcomesNeedANewSnapshot: RunProperty = {
  kind: "run",
  name: "unknown-outcomes-need-a-new-snapshot",
  statement:
    "After an unknown outcome, an intent needs a new snapshot, and then gets at most one more attempt.",
  severity: "money",
  checks: ["attempt-without-new-snapshot", "third-attempt-after-unknown"],
  judgesErroredRuns: true,
  judge: (observed, failures) => {
    const { observation } = observed;
    const calls = callsOf(observed);
    if (calls.every(({ reply }) => reply.status !== "unknown")) {
      return discarded("every outcome was known");
    }
    for (const [at, call] of calls.entries()) {
      const { run, request } = call;
      const intent = intentOfRequest(request);
      const last = calls
        .slice(0, at)
        .findLast(
          (made) => intentOfRequest(made.request) === intent && isKnownTo(call, made, observation),
        );
      if (last?.reply.status !== "unknown") continue;
      const part = partOfMethod[request.method];
      const takenAtMs = observation.runContexts[run]?.snapshot[part]?.takenAtMs ?? 0;
      if (last.run !== run && takenAtMs > last.atMs) continue;
      const expected = `a new snapshot: the outcome of ${describeRequest(last.request)} is unknown`;
      const actual = `${describeRequest(request)}, ${takenAtMs - last.atMs} ms from that call to the snapshot`;
      const variant = `${remediationOf(request)}/${last.run === run ? "same run" : "later run"}`;
      failures.push(fail("attempt-without-new-snapshot", { run, expected, actual }, variant));
    }
    for (const call of calls) {
      const earlier = attemptsBefore(call, calls, observed);
      if (!wasRetriedAfterUnknown(earlier.map(({ reply }) => reply.status))) continue;
      const expected = "at most one more attempt after an unknown outcome";
      const actual = `${describeRequest(call.request)}, attempt ${earlier.length + 1}`;
      const variant = remediationOf(call.request);
      failures.push(
        fail("third-attempt-after-unknown", { run: call.run, expected, actual }, variant),
      );
    }
    return pass;
  },
};
