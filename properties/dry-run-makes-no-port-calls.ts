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
  judge: ({ observation: { runContexts, portCalls, interactions } }, failures) => {
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return discarded("the gates permit live mode");
    for (const { run, request } of portCalls) {
      if (modes[run] === "live") continue;
      const isDryRun = modes[run] === "dry_run";
      const expected = isDryRun ? "no port call in a dry run" : "no port call: the run is refused";
      const violation = { run, expected, actual: `port call: ${describeRequest(request)}` };
      const remediation = remediationOf(request);
      const gates = runContexts[run]?.gates ?? { confirm: null, env: {} };
      failures.push(
        isDryRun
          ? fail("port-call-in-dry-run", violation, remediation)
          : fail("port-call-when-refused", violation, `${remediation}/${closedGateOf(gates)}`),
      );
    }
    // A live run of another instance would be blocked by it.
    const lease = interactions.find(({ run, kind }) => kind === "lease" && modes[run] !== "live");
    if (lease === undefined) return pass;
    const [expected, actual] = ["no lease, because the run sends nothing", "it took the lease"];
    const variant = modes[lease.run];
    return fail("lease-without-live-mode", { run: lease.run, expected, actual }, variant);
  },
};
