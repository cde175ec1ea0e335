/** A run is live if and only if all five gates are open, and a refusal names every closed gate once. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { allowedMode, closedGates, rawValueOf } from "./oracle/mode.ts";

export const liveNeedsAllFiveGates: RunProperty = {
  kind: "run",
  name: "live-needs-all-five-gates",
  statement:
    "A run is live if and only if all five gates are open, and a refusal names every closed gate once.",
  severity: "money",
  judge: ({ observation }) => {
    const { runContexts, portCalls, runs, reported } = observation;
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    const call = portCalls.find(({ run }) => modes[run] !== "live");
    if (call !== undefined) {
      const actual = `port call: ${describeRequest(call.request)}`;
      const expected = "no port call: a gate is closed";
      return fail("call-behind-closed-gate", { run: call.run, expected, actual });
    }
    if (!reported.has("mode")) {
      const isSeen = modes.some((mode) => mode !== "live");
      return isSeen ? pass : discarded("the target does not report its mode");
    }
    for (const [run, report] of runs.entries()) {
      const [situation, mode] = [runContexts[run], modes[run]];
      if (situation === undefined || mode === undefined || report.mode === "crashed") continue;
      const { gates } = situation;
      if (report.mode === mode && mode !== "refused") continue;
      const closed = closedGates(gates).toSorted().join(", ");
      if (report.mode !== mode) {
        const expected = `${mode}; closed gates: ${closed === "" ? "none" : closed}`;
        return fail("wrong-mode", { run, expected, actual: report.mode });
      }
      if (report.mode !== "refused") continue;
      const named = report.gateFailures
        .map(({ gate }) => gate)
        .toSorted()
        .join(", ");
      if (named !== closed) {
        return fail("wrong-closed-gates", { run, expected: closed, actual: named });
      }
      const misread = report.gateFailures.find(
        ({ gate, actual }) => actual !== rawValueOf(gate, gates),
      );
      if (misread === undefined) continue;
      const expected = `${misread.gate} read as '${rawValueOf(misread.gate, gates)}'`;
      return fail("wrong-gate-value", { run, expected, actual: `'${misread.actual}'` });
    }
    return pass;
  },
};
