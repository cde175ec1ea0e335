/** A run is live if and only if all five gates are open, and a refusal names every closed gate once. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { allowedMode, closedGates, spellingOf } from "./oracle/mode.ts";

export const liveNeedsAllFiveGates: RunProperty = {
  kind: "run",
  name: "live-needs-all-five-gates",
  statement:
    "A run is live if and only if all five gates are open, and a refusal names every closed gate once.",
  movesMoney: true,
  judge: ({ observation }) => {
    const { situations, portCalls, runs, reported } = observation;
    const modes = situations.map(({ gates }) => allowedMode(gates));
    const call = portCalls.find(({ run }) => modes[run] !== "live");
    if (call !== undefined) {
      const happened = `port call: ${describeRequest(call.request)}`;
      const expected = "no port call: a gate is closed";
      return fails("no-call-behind-a-closed-gate", { run: call.run, expected, happened });
    }
    if (!reported.has("mode")) {
      const isSeen = modes.some((mode) => mode !== "live");
      return isSeen ? holds : notApplicable("the target does not report its mode");
    }
    for (const [run, report] of runs.entries()) {
      const [situation, mode] = [situations[run], modes[run]];
      if (situation === undefined || mode === undefined || report.mode === "killed") continue;
      const { gates } = situation;
      if (report.mode === mode && mode !== "refused") continue;
      const closed = closedGates(gates).toSorted().join(", ");
      if (report.mode !== mode) {
        const expected = `${mode}; closed gates: ${closed === "" ? "none" : closed}`;
        return fails("mode-follows-the-gates", { run, expected, happened: report.mode });
      }
      if (report.mode !== "refused") continue;
      const named = report.gateFailures
        .map(({ gate }) => gate)
        .toSorted()
        .join(", ");
      if (named !== closed) {
        return fails("every-closed-gate-is-named-once", { run, expected: closed, happened: named });
      }
      const misread = report.gateFailures.find(
        ({ gate, actual }) => actual !== spellingOf(gate, gates),
      );
      if (misread === undefined) continue;
      const expected = `${misread.gate} read as '${spellingOf(misread.gate, gates)}'`;
      return fails("what-was-read-is-told", { run, expected, happened: `'${misread.actual}'` });
    }
    return holds;
  },
};
