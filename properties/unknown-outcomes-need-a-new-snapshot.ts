/** After an unknown outcome nothing for that order or position is sent until a later look, and then at most once more. */
import type { RunContext } from "../src/simulation/observation.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest, intentOfRequest } from "./oracle/expected-outcomes.ts";
import { attemptsBefore, callsOf, lettersOf } from "./view/calls.ts";

export const unknownOutcomesNeedANewSnapshot: RunProperty = {
  kind: "run",
  name: "unknown-outcomes-need-a-new-snapshot",
  statement:
    "After an unknown outcome nothing for that order or position is sent until a later look, and then at most once more.",
  severity: "money",
  judgesErroredRuns: true,
  judge: (observed) => {
    const { scenario, observation } = observed;
    const calls = callsOf(observed);
    if (calls.every(({ reply }) => reply.status !== "unknown")) {
      return discarded("every outcome was known");
    }
    for (const [at, call] of calls.entries()) {
      const { run, request } = call;
      const wanted = intentOfRequest(request);
      const open = calls
        .slice(0, at)
        .findLast((earlier) => intentOfRequest(earlier.request) === wanted);
      if (open?.reply.status !== "unknown") continue;
      if (open.run === run || !sawAfter(open, call, observation.runContexts[run])) {
        const expected = `a look first: what became of ${describeRequest(open.request)} is unknown`;
        return fail("attempt-without-new-snapshot", {
          run,
          expected,
          actual: describeRequest(request),
        });
      }
    }
    for (const [at, call] of calls.entries()) {
      const before = lettersOf(attemptsBefore(at, calls, scenario));
      if (!/U[RU]+$/.test(before)) continue;
      const expected = "at most one more try after an unknown outcome";
      const actual = `${describeRequest(call.request)} again`;
      return fail("third-attempt-after-unknown", { run: call.run, expected, actual });
    }
    return pass;
  },
};

/** Whether what a call is about was looked at after an earlier one. */
function sawAfter(
  { atMs }: PortCall,
  { request }: PortCall,
  situation: RunContext | undefined,
): boolean {
  const part = request.method === "cancelOrder" ? "orders" : "positions";
  return situation !== undefined && situation.snapshot[part].takenAtMs > atMs;
}
