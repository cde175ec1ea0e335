/** One order or position is tried a bounded number of times within the window, and so is everything together. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { intentOfRequest, isRecent } from "./oracle/expected-outcomes.ts";
import { attemptsBefore, callsOf } from "./view/calls.ts";

export const attemptsAreBounded: RunProperty = {
  kind: "run",
  name: "attempts-are-bounded",
  statement:
    "One order or position is tried a bounded number of times within the window, and so is everything together.",
  severity: "money",
  judgesErroredRuns: true,
  judge: (observed) => {
    const { scenario } = observed;
    const { maxAttemptsPerIntent, maxAttemptsPerWindow } = scenario.config;
    const calls = callsOf(observed);
    if (calls.length === 0) return discarded("the port was not called");
    for (const [at, call] of calls.entries()) {
      const { run } = call;
      const again = attemptsBefore(at, calls, scenario).length;
      if (again >= maxAttemptsPerIntent) {
        const expected = `at most ${maxAttemptsPerIntent} times: ${intentOfRequest(call.request)}`;
        return fail("attempts-per-intent", { run, expected, actual: `${again + 1} times` });
      }
      const recent = calls.slice(0, at).filter(({ atMs }) => isRecent(atMs, call.atMs, scenario));
      if (recent.length < maxAttemptsPerWindow) continue;
      const expected = `at most ${maxAttemptsPerWindow} calls`;
      return fail("attempts-per-window", { run, expected, actual: `${recent.length + 1} calls` });
    }
    return pass;
  },
};
