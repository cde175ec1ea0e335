/** A restart does not shorten the cooldown. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/requests.ts";
import { callsOf, isKnownTo } from "./view/calls.ts";
import { remediationOf } from "./view/variants.ts";

export const cooldownHolds: RunProperty = {
  kind: "run",
  name: "cooldown-holds",
  statement:
    "A run makes no port call until the cooldown since the last port call of earlier runs has elapsed.",
  severity: "money",
  checks: ["call-within-cooldown"],
  judgesErroredRuns: true,
  judge: (observed, failures) => {
    const { observation } = observed;
    const { runContexts } = observation;
    const calls = callsOf(observed);
    const lastRun = runContexts.length - 1;
    if (runContexts.every(({ config }) => config.cooldownSeconds === 0)) return noCooldown;
    const hasOneRun = calls.every(({ run }) => run === lastRun);
    if (hasOneRun) return discarded("no run followed a port call");
    for (const [at, call] of calls.entries()) {
      const { run, atMs, request } = call;
      const before = calls.slice(0, at).findLast((made) => isKnownTo(call, made, observation));
      const cooldownMs = (runContexts[run]?.config.cooldownSeconds ?? 0) * 1_000;
      const elapsedMs = atMs - (before?.atMs ?? 0);
      if (before === undefined || before.run === run || elapsedMs >= cooldownMs) continue;
      const expected = `no port call for ${cooldownMs} ms`;
      const actual = `${describeRequest(request)} after ${elapsedMs} ms`;
      const variant = `${remediationOf(request)} after ${before.reply.status}`;
      failures.push(fail("call-within-cooldown", { run, expected, actual }, variant));
    }
    return pass;
  },
};

const noCooldown = discarded("there is no cooldown");
