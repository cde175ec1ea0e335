/** A refusal that names every closed gate at once spares the operator one attempt per gate. */
import type { GateInputs } from "../src/domain/gate.ts";
import type { ObservedRun } from "../src/domain/run-report.ts";
import { fail, pass, discarded, type Failure, type RunProperty } from "./property.ts";
import { allowedMode, closedGates, rawValueOf } from "./oracle/mode.ts";
import { describeRequest } from "./oracle/requests.ts";
import { closedGateOf, remediationOf } from "./view/variants.ts";

export const liveNeedsAllFiveGates: RunProperty = {
  kind: "run",
  name: "live-needs-all-five-gates",
  statement:
    "A run is live if and only if all its gates are open; a refusal names each closed gate once.",
  severity: "money",
  checks: ["call-behind-closed-gate", "wrong-mode", "wrong-closed-gates", "wrong-gate-value"],
  judge: ({ observation }, failures) => {
    const { runContexts, portCalls, runs, reported } = observation;
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    for (const [run, { gates }] of runContexts.entries()) {
      const call = modes[run] === "live" ? undefined : portCalls.find((made) => made.run === run);
      if (call === undefined) continue;
      const actual = `port call: ${describeRequest(call.request)}`;
      const expected = `no port call; closed gates: ${closedGates(gates).join(", ")}`;
      const variant = `${remediationOf(call.request)}/${closedGateOf(gates)}`;
      failures.push(fail("call-behind-closed-gate", { run, expected, actual }, variant));
    }
    if (!reported.has("mode")) {
      const wasJudged = modes.some((mode) => mode !== "live");
      return wasJudged ? pass : discarded("the target does not report its mode");
    }
    for (const [run, { gates }] of runContexts.entries()) {
      judgeReport(run, runs[run], gates, modes[run], failures);
    }
    return pass;
  },
};

function judgeReport(
  run: number,
  report: ObservedRun | undefined,
  gates: GateInputs,
  mode: string | undefined,
  failures: Failure[],
): void {
  if (report === undefined || report.mode === "crashed") return;
  if (report.mode === mode && mode !== "refused") return;
  const closed = closedGates(gates).toSorted().join(", ");
  if (report.mode !== mode) {
    const expected = `${mode}; closed gates: ${closed === "" ? "none" : closed}`;
    const variant = `${mode}/${report.mode}/${closedGateOf(gates)}`;
    failures.push(fail("wrong-mode", { run, expected, actual: report.mode }, variant));
    return;
  }
  if (report.mode !== "refused") return;
  const named = report.gateFailures.map(({ gate }) => gate);
  const listed = named.toSorted().join(", ");
  if (listed !== closed) {
    const violation = { run, expected: describeNamed(closed), actual: describeNamed(listed) };
    const difference = named.length < closedGates(gates).length ? "too few" : "others";
    failures.push(fail("wrong-closed-gates", violation, `${difference}/${closedGateOf(gates)}`));
  }
  const wrong = report.gateFailures.find(
    (failure) => failure.actual !== rawValueOf(failure.gate, gates),
  );
  if (wrong === undefined) return;
  const expected = `${wrong.gate} with value '${rawValueOf(wrong.gate, gates)}'`;
  const actual = `${wrong.gate} with value '${wrong.actual}'`;
  failures.push(fail("wrong-gate-value", { run, expected, actual }, wrong.gate));
}

function describeNamed(gates: string): string {
  return `closed gates that the refusal names: ${gates === "" ? "none" : gates}`;
}
