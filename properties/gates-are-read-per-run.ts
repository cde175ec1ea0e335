/** When the operator changes the gates, the very next run goes by them. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { allowedMode } from "./oracle/mode.ts";

export const gatesAreReadPerRun: RunProperty = {
  kind: "run",
  name: "gates-are-read-per-run",
  statement: "When the operator changes the gates, the very next run goes by them.",
  severity: "money",
  requires: ["sequences"],
  judgesErroredRuns: true,
  judge: ({ observation }) => {
    const { runContexts, runs, portCalls, reported } = observation;
    let changes = 0;
    for (let run = 1; run < runContexts.length; run += 1) {
      const [last, now] = [runContexts[run - 1]?.gates, runContexts[run]?.gates];
      if (last === undefined || now === undefined || last === now) continue;
      const [before, mode] = [allowedMode(last), allowedMode(now)];
      if (before === mode) continue;
      changes += 1;
      const call = mode === "live" ? undefined : portCalls.find((made) => made.run === run);
      if (call !== undefined) {
        const expected = `no port call: the gates allow ${mode}, and ${before} before`;
        const actual = describeRequest(call.request);
        return fail("call-after-gate-closed", { run, expected, actual });
      }
      const told = runs[run]?.mode;
      if (told === undefined || told === "crashed" || told === mode || !reported.has("mode"))
        continue;
      return fail("outdated-mode", { run, expected: mode, actual: told });
    }
    return changes > 0 ? pass : discarded("the gates stayed as they were");
  },
};
