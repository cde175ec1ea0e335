/** Dry-run is the default mode: an operator does not expect such a run to act. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { allowedMode } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/requests.ts";
import { closedGateOf, remediationOf } from "./view/variants.ts";

export const dryRunMakesNoPortCalls: RunProperty = {
  kind: "run",
  name: "dry-run-makes-no-port-calls",
  statement: "A run makes no port call in dry-run mode or while a gate is closed.",
  severity: "money",
  checks: ["port-call-in-dry-run", "port-call-when-refused"],
  judgesErroredRuns: true,
  judge: ({ observation: { runContexts, portCalls } }) => {
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return discarded("the gates permit live mode");
    const call = portCalls.find(({ run }) => modes[run] !== "live");
    if (call === undefined) return pass;
    const isDryRun = modes[call.run] === "dry_run";
    const violation = {
      run: call.run,
      expected: isDryRun ? "no port call in a dry run" : "no port call: the run is refused",
      actual: `port call: ${describeRequest(call.request)}`,
    };
    const remediation = remediationOf(call.request);
    if (isDryRun) return fail("port-call-in-dry-run", violation, remediation);
    const gates = runContexts[call.run]?.gates ?? { confirm: null, env: {} };
    const variant = `${remediation}/${closedGateOf(gates)}`;
    return fail("port-call-when-refused", violation, variant);
  },
};
