/** Between the last call of one run and the first call of a later one lies the cooldown, also across restarts. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { callsOf } from "./view/calls.ts";

export const cooldownHolds: RunProperty = {
  kind: "run",
  name: "cooldown-holds",
  statement:
    "Between the last call of one run and the first call of a later one lies the cooldown, also across restarts.",
  severity: "money",
  judgesErroredRuns: true,
  judge: (observed) => {
    const { scenario, observation } = observed;
    const calls = callsOf(observed);
    const cooldownMs = scenario.config.cooldownSeconds * 1_000;
    const [first] = calls;
    if (cooldownMs === 0) return discarded("there is no cooldown");
    if (first === undefined || first.run === observation.runContexts.length - 1) {
      return discarded("no run came after a call");
    }
    for (const [at, call] of calls.entries()) {
      const before = calls[at - 1];
      if (before === undefined || before.run === call.run) continue;
      const passedMs = call.atMs - before.atMs;
      if (passedMs >= cooldownMs) continue;
      const expected = `nothing for ${cooldownMs} ms after the last call`;
      const actual = `${describeRequest(call.request)} after ${passedMs} ms`;
      return fail("call-within-cooldown", { run: call.run, expected, actual });
    }
    return pass;
  },
};
