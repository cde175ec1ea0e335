/** An operator who closes a gate must not have to restart the bot. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { allowedMode } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/requests.ts";
import { remediationOf } from "./view/variants.ts";

export const gatesAreReadPerRun: RunProperty = {
  kind: "run",
  name: "gates-are-read-per-run",
  statement: "A change of the gates takes effect in the next run.",
  severity: "money",
  checks: ["call-after-gate-closed", "outdated-mode"],
  requires: ["sequences"],
  judgesErroredRuns: true,
  judge: ({ observation }, failures) => {
    const { runContexts, runs, portCalls, reported } = observation;
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    let hasChange = false;
    for (const [run, mode] of modes.entries()) {
      const before = modes[run - 1] ?? mode;
      if (before === mode) continue;
      hasChange = true;
      const call = mode === "live" ? undefined : portCalls.find((made) => made.run === run);
      if (call !== undefined) {
        const expected = `no port call: the gates changed from ${before} to ${mode}`;
        const actual = describeRequest(call.request);
        const variant = `${remediationOf(call.request)}/${before} to ${mode}`;
        failures.push(fail("call-after-gate-closed", { run, expected, actual }, variant));
      }
      const actual = runs[run]?.mode;
      if (actual === undefined || actual === "crashed" || actual === mode) continue;
      if (!reported.has("mode")) continue;
      failures.push(
        fail("outdated-mode", { run, expected: mode, actual }, `${before} to ${mode}/${actual}`),
      );
    }
    return hasChange ? pass : discarded("the gates permitted one mode throughout");
  },
};
