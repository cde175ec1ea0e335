/** Dry-run is the default mode: an operator does not expect such a run to act. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { allowedMode } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/requests.ts";
import { closedGateOf, remediationOf } from "./view/variants.ts";

export const dryRunMakesNoPortCalls: RunProperty = {
  kind: "run",
  name: "dry-run-makes-no-port-calls",
  statement:
    "A run makes no port call and takes no lease in dry-run mode or while a gate is closed.",
  severity: "money",
  checks: ["port-call-in-dry-run", "port-call-when-refused", "lease-without-live-mode"],
  judgesErroredRuns: true,
  judge: ({ observation: { runContexts, portCalls, interactions } }) => {
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return discarded("the gates permit live mode");
    const call = portCalls.find(({ run }) => modes[run] !== "live");
    if (call === undefined) {
      // A live run of another instance would be blocked by it.
      const lease = interactions.find(({ run, kind }) => kind === "lease" && modes[run] !== "live");
      if (lease === undefined) return pass;
      const [expected, actual] = ["no lease, because the run sends nothing", "it took the lease"];
      const variant = modes[lease.run];
      return fail("lease-without-live-mode", { run: lease.run, expected, actual }, variant);
    }
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
