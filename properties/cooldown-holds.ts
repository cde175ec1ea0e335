/** Between the last call of one run and the first call of a later one lies the cooldown, also across restarts. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { callsOf } from "./view/calls.ts";

export const cooldownHolds: RunProperty = {
  kind: "run",
  name: "cooldown-holds",
  statement:
    "Between the last call of one run and the first call of a later one lies the cooldown, also across restarts.",
  movesMoney: true,
  judgesBrokenRuns: true,
  judge: (observed) => {
    const { scenario, observation } = observed;
    const calls = callsOf(observed);
    const cooldownMs = scenario.config.cooldownSeconds * 1_000;
    const [first] = calls;
    if (cooldownMs === 0) return notApplicable("there is no cooldown");
    if (first === undefined || first.run === observation.situations.length - 1) {
      return notApplicable("no run came after a call");
    }
    for (const [at, call] of calls.entries()) {
      const before = calls[at - 1];
      if (before === undefined || before.run === call.run) continue;
      const passedMs = call.atMs - before.atMs;
      if (passedMs >= cooldownMs) continue;
      const expected = `nothing for ${cooldownMs} ms after the last call`;
      const happened = `${describeRequest(call.request)} after ${passedMs} ms`;
      return fails("nothing-within-it", { run: call.run, expected, happened });
    }
    return holds;
  },
};
