/** A refusal that names every closed gate at once spares the operator one attempt per gate. */
import type { GateInputs } from "../src/domain/gate.ts";
import type { ObservedRun } from "../src/domain/run-report.ts";
import { fail, pass, discarded, type RunProperty, type Verdict } from "./property.ts";
import { allowedMode, closedGates, rawValueOf } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/requests.ts";

export const liveNeedsAllFiveGates: RunProperty = {
  kind: "run",
  name: "live-needs-all-five-gates",
  statement:
    "A run is live if and only if all five gates are open; a refusal names each closed gate once.",
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
      const wasJudged = modes.some((mode) => mode !== "live");
      return wasJudged ? pass : discarded("the target does not report its mode");
    }
    for (const [run, report] of runs.entries()) {
      const gates = runContexts[run]?.gates;
      if (gates === undefined || report.mode === "crashed") continue;
      const verdict = judgeReport(run, report, gates);
      if (verdict.kind === "fail") return verdict;
    }
    return pass;
  },
};

function judgeReport(run: number, report: ObservedRun, gates: GateInputs): Verdict {
  const mode = allowedMode(gates);
  if (report.mode === mode && mode !== "refused") return pass;
  const closed = closedGates(gates).toSorted().join(", ");
  if (report.mode !== mode) {
    const expected = `${mode}; closed gates: ${closed === "" ? "none" : closed}`;
    return fail("wrong-mode", { run, expected, actual: report.mode });
  }
  if (report.mode !== "refused") return pass;
  const named = report.gateFailures.map(({ gate }) => gate);
  const actual = named.toSorted().join(", ");
  if (actual !== closed) return fail("wrong-closed-gates", { run, expected: closed, actual });
  for (const failure of report.gateFailures) {
    const rawValue = rawValueOf(failure.gate, gates);
    if (failure.actual === rawValue) continue;
    const expected = `${failure.gate} with value '${rawValue}'`;
    return fail("wrong-gate-value", { run, expected, actual: `'${failure.actual}'` });
  }
  return pass;
}
