/** After an unknown outcome nothing for that order or position is sent until a later look, and then at most once more. */
import type { RunSituation } from "../src/simulation/observation.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest, intentOfRequest } from "./oracle/expected-outcomes.ts";
import { attemptsBefore, callsOf, lettersOf } from "./view/calls.ts";

export const unknownIsResolvedByLooking: RunProperty = {
  kind: "run",
  name: "unknown-is-resolved-by-looking",
  statement:
    "After an unknown outcome nothing for that order or position is sent until a later look, and then at most once more.",
  movesMoney: true,
  judgesBrokenRuns: true,
  judge: (observed) => {
    const { scenario, observation } = observed;
    const calls = callsOf(observed);
    if (calls.every(({ reply }) => reply.status !== "unknown")) {
      return notApplicable("every outcome was known");
    }
    for (const [at, call] of calls.entries()) {
      const { run, request } = call;
      const wanted = intentOfRequest(request);
      const open = calls
        .slice(0, at)
        .findLast((earlier) => intentOfRequest(earlier.request) === wanted);
      if (open?.reply.status !== "unknown") continue;
      if (open.run === run || !sawAfter(open, call, observation.situations[run])) {
        const expected = `a look first: what became of ${describeRequest(open.request)} is unknown`;
        return fails("looks-first", { run, expected, happened: describeRequest(request) });
      }
    }
    for (const [at, call] of calls.entries()) {
      const before = lettersOf(attemptsBefore(at, calls, scenario));
      if (!/U[RU]+$/.test(before)) continue;
      const expected = "at most one more try after an unknown outcome";
      const happened = `${describeRequest(call.request)} again`;
      return fails("once-more", { run: call.run, expected, happened });
    }
    return holds;
  },
};

/** Whether what a call is about was looked at after an earlier one. */
function sawAfter(
  { atMs }: PortCall,
  { request }: PortCall,
  situation: RunSituation | undefined,
): boolean {
  const part = request.method === "cancelOrder" ? "orders" : "positions";
  return situation !== undefined && situation.snapshot[part].takenAtMs > atMs;
}
