/** In dry-run, and when a gate is closed, no port call is made. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { allowedMode } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";

export const dryRunMakesNoPortCalls: RunProperty = {
  kind: "run",
  name: "dry-run-makes-no-port-calls",
  statement: "In dry-run, and when a gate is closed, no port call is made.",
  movesMoney: true,
  judgesBrokenRuns: true,
  judge: ({ observation: { situations, portCalls } }) => {
    const modes = situations.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return notApplicable("the gates allow live mode");
    const call = portCalls.find(({ run }) => modes[run] !== "live");
    if (call === undefined) return holds;
    const mode = modes[call.run];
    const expected = mode === "dry_run" ? "no port call in a dry run" : "no port call: refused";
    const happened = `port call: ${describeRequest(call.request)}`;
    return fails(`no-port-call-when-${mode}`, { run: call.run, expected, happened });
  },
};
