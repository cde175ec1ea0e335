/** In dry-run, and when a gate is closed, no port call is made. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { allowedMode } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";

export const dryRunMakesNoPortCalls: RunProperty = {
  kind: "run",
  name: "dry-run-makes-no-port-calls",
  statement: "In dry-run, and when a gate is closed, no port call is made.",
  severity: "money",
  judgesErroredRuns: true,
  judge: ({ observation: { runContexts, portCalls } }) => {
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return discarded("the gates allow live mode");
    const call = portCalls.find(({ run }) => modes[run] !== "live");
    if (call === undefined) return pass;
    const mode = modes[call.run];
    const expected = mode === "dry_run" ? "no port call in a dry run" : "no port call: refused";
    const actual = `port call: ${describeRequest(call.request)}`;
    const check = mode === "dry_run" ? "port-call-in-dry-run" : "port-call-when-refused";
    return fail(check, { run: call.run, expected, actual });
  },
};
