/** An unknown outcome is neither success nor failure: the request may still be applied. */
import type { PlannedRequest } from "../src/domain/port-call.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";
import { remediationOf } from "./view/variants.ts";

export const unknownOutcomeEndsTheRun: RunProperty = {
  kind: "run",
  name: "unknown-outcome-ends-the-run",
  statement:
    "After an unknown outcome the run makes no further port call, and reports the outcome as unknown.",
  severity: "money",
  checks: ["call-after-unknown-outcome", "unknown-outcome-misreported"],
  judge: judgeRuns(({ run, portCalls, report, reported }, failures) => {
    const at = portCalls.findIndex(({ reply }) => reply.status === "unknown");
    if (at === -1) return discarded("every outcome was known");
    const further = portCalls.length - 1 - at;
    if (further > 0) {
      const [expected, actual] = ["no further port call", `further port calls: ${further}`];
      const requests = portCalls.slice(at).map(({ request }) => remediationOf(request));
      const variant = `${requests[1]} after ${requests[0]}`;
      failures.push(fail("call-after-unknown-outcome", { run, expected, actual }, variant));
    }
    if (!reported.has("results")) return pass;
    for (const [place, { request: sent, reply }] of portCalls.entries()) {
      // The outcome of a request that is sent again is that of its last call.
      const isLast = !portCalls.slice(place + 1).some(({ request }) => isSame(request, sent));
      if (reply.status !== "unknown" || !isLast) continue;
      const result = report.results.find(
        ({ outcome }) => "request" in outcome && isSame(outcome.request, sent),
      );
      const actual = result?.outcome.status ?? "not reported";
      if (actual === "unknown") continue;
      failures.push(
        fail("unknown-outcome-misreported", { run, expected: "unknown", actual }, actual),
      );
    }
    return pass;
  }),
};

/** One id may name an order in each list. */
function isSame(one: PlannedRequest, other: PlannedRequest): boolean {
  return (
    one.clientOrderId === other.clientOrderId &&
    one.symbol === other.symbol &&
    one.method === other.method
  );
}
