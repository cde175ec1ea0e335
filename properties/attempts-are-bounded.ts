/** Attempts count, not successes; calls of earlier processes count too. */
import { counted } from "../src/domain/counted.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { isInWindow } from "./oracle/attempts.ts";
import { intentOfRequest } from "./oracle/requests.ts";
import { attemptsBefore, callsOf, isKnownTo } from "./view/calls.ts";
import { remediationOf } from "./view/variants.ts";

export const attemptsAreBounded: RunProperty = {
  kind: "run",
  name: "attempts-are-bounded",
  statement:
    "Within the attempt window, the number of port calls is bounded, for each intent and in total.",
  severity: "money",
  checks: ["attempts-per-intent", "attempts-per-window"],
  judgesErroredRuns: true,
  judge: (observed, failures) => {
    const { scenario, observation } = observed;
    const { maxAttemptsPerIntent, maxAttemptsPerWindow } = scenario.config;
    const calls = callsOf(observed);
    if (calls.length === 0) return discarded("there was no port call");
    // Nearly all cases: so few calls exceed no limit.
    if (calls.length <= maxAttemptsPerIntent && calls.length <= maxAttemptsPerWindow) return pass;
    for (const [at, call] of calls.entries()) {
      const { run } = call;
      const attempts = attemptsBefore(call, calls, observed).length + 1;
      if (attempts > maxAttemptsPerIntent) {
        const intent = intentOfRequest(call.request);
        const expected = `at most ${counted(maxAttemptsPerIntent, "attempt")}: ${intent}`;
        const actual = `attempt ${attempts}: ${intent}`;
        const before = attemptsBefore(call, calls, observed).at(-1)?.reply.status ?? "none";
        const variant = `${remediationOf(call.request)} after ${before}`;
        failures.push(fail("attempts-per-intent", { run, expected, actual }, variant));
      }
      const isRecent = (made: PortCall) =>
        isInWindow(made.atMs, call.atMs, scenario) && isKnownTo(call, made, observation);
      const recent = calls.slice(0, at + 1).filter(isRecent).length;
      if (recent <= maxAttemptsPerWindow) continue;
      const expected = `at most ${counted(maxAttemptsPerWindow, "port call")} in the window`;
      const actual = `${recent} port calls`;
      failures.push(
        fail("attempts-per-window", { run, expected, actual }, remediationOf(call.request)),
      );
    }
    return pass;
  },
};
