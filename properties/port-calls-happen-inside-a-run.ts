/** Only a run reads the gates and a snapshot, so a call outside every run has neither. */
import type { CallOutsideRun } from "../src/simulation/observation.ts";
import { fail, pass, discarded, type Failure, type RunProperty } from "./property.ts";

const phases = {
  start: ["call-in-start", "while it starts"],
  "between-runs": ["call-between-runs", "between two runs"],
  "after-answer": ["call-after-answer", "after the answer of a run"],
  "not-served": ["call-not-served", "in a batch, by an unknown method or for an unknown run"],
  shutdown: ["call-at-shutdown", "while it ends"],
} as const satisfies Record<CallOutsideRun["when"], readonly [check: string, phase: string]>;

export const portCallsHappenInsideARun: RunProperty = {
  kind: "run",
  name: "port-calls-happen-inside-a-run",
  statement: "A target calls the port only in a run that has not answered.",
  severity: "money",
  checks: Object.values(phases).map(([check]) => check),
  judgesErroredRuns: true,
  judgesFollowUps: true,
  judge: ({ observation: { callsOutsideRuns, runContexts } }, failures) => {
    for (const call of callsOutsideRuns) failures.push(failOutsideRun(call));
    return runContexts.length === 0 ? discarded("no run started") : pass;
  },
};

/** The failure that the call is, in a case or in a campaign. */
export function failOutsideRun(call: CallOutsideRun): Failure {
  const { when, afterRuns } = call;
  const run = when === "after-answer" && afterRuns > 0 ? afterRuns - 1 : null;
  return fail(phases[when][0], { run, ...describeOutsideRun(call) });
}

/** What is required, and what the target did. */
export function describeOutsideRun({ when, afterRuns, method, detail }: CallOutsideRun) {
  const runs = afterRuns === 1 ? "1 run" : `${afterRuns} runs`;
  const expected = `no port call ${phases[when][1]}`;
  return { expected, actual: `port call after ${runs}: ${method} ${detail}` };
}
