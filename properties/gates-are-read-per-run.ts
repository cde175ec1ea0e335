/** When the operator changes the gates, the very next run goes by them. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { allowedMode } from "./oracle/mode.ts";

export const gatesAreReadPerRun: RunProperty = {
  kind: "run",
  name: "gates-are-read-per-run",
  statement: "When the operator changes the gates, the very next run goes by them.",
  movesMoney: true,
  needsHistories: true,
  judgesBrokenRuns: true,
  judge: ({ observation }) => {
    const { situations, runs, portCalls, reported } = observation;
    let changes = 0;
    for (let run = 1; run < situations.length; run += 1) {
      const [last, now] = [situations[run - 1]?.gates, situations[run]?.gates];
      if (last === undefined || now === undefined || last === now) continue;
      const [before, mode] = [allowedMode(last), allowedMode(now)];
      if (before === mode) continue;
      changes += 1;
      const call = mode === "live" ? undefined : portCalls.find((made) => made.run === run);
      if (call !== undefined) {
        const expected = `no port call: the gates allow ${mode}, and ${before} before`;
        const happened = describeRequest(call.request);
        return fails("closing-stops-the-next-run", { run, expected, happened });
      }
      const told = runs[run]?.mode;
      if (told === undefined || told === "killed" || told === mode || !reported.has("mode"))
        continue;
      return fails("the-next-run-says-so", { run, expected: mode, happened: told });
    }
    return changes > 0 ? holds : notApplicable("the gates stayed as they were");
  },
};
