/**
 * A session that tries what a target must cope with before it is worth judging: every mode, every way in
 * which the port answers, and a snapshot that failed. It judges no property but that closed gates stay closed.
 */
import { allGatesOpen } from "../domain/gate.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { Observation } from "../simulation/observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import type { PortFault } from "../domain/port-fault.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

export type CheckedStep = {
  readonly title: string;
  /** What came of it: as it should be, not as it should be, or a call behind a closed gate. */
  readonly verdict: "ok" | "lacks" | "calls_behind_a_closed_gate";
  readonly told: string;
};

/** `scenario` has an order that has to be cancelled. */
export async function checkTarget(target: Target, scenario: Scenario): Promise<CheckedStep[]> {
  const checked: CheckedStep[] = [];
  for (const { title, gates, steps, calls } of tries) {
    const observation = await runScenario({ ...scenario, gates, steps }, target);
    checked.push({ title, ...judge(observation, calls) });
    if (target.isDisabled?.() === true) break;
  }
  return checked;
}

type Try = {
  readonly title: string;
  readonly gates: GateInputs;
  readonly steps: readonly Step[];
  /** How many port calls it takes. */
  readonly calls: 0 | 1;
};

const dryRun: GateInputs = { confirm: null, env: {} };
const closed: GateInputs = { ...allGatesOpen, env: { ...allGatesOpen.env, ARMED: "0" } };

const ok = { kind: "ok" } as const;
const look: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };

function answering(fault: PortFault): Step[] {
  return [look, { kind: "set-port-faults", faults: [fault] }, run];
}

const tries: readonly Try[] = [
  { title: "a dry run", gates: dryRun, steps: [look, run], calls: 0 },
  { title: "a run with ARMED=0", gates: closed, steps: [look, run], calls: 0 },
  { title: "a live run", gates: allGatesOpen, steps: [look, run], calls: 1 },
  {
    title: "a call that the exchange rejects",
    gates: allGatesOpen,
    steps: answering({ kind: "reject", code: -2011, message: "Unknown order sent." }),
    calls: 1,
  },
  {
    title: "a call that times out",
    gates: allGatesOpen,
    steps: answering({ kind: "timeout", applied: true }),
    calls: 1,
  },
  {
    title: "a call whose connection breaks",
    gates: allGatesOpen,
    steps: answering({ kind: "disconnect", applied: false }),
    calls: 1,
  },
  {
    title: "orders that could not be read",
    gates: allGatesOpen,
    steps: [{ ...look, orders: { kind: "failed" } }, run],
    calls: 0,
  },
];

function judge(
  { portCalls, targetError }: Observation,
  calls: number,
): Pick<CheckedStep, "verdict" | "told"> {
  const refused = portCalls.filter(({ reply }) => reply.status === "refused");
  const made = `${portCalls.length} port ${portCalls.length === 1 ? "call" : "calls"}`;
  if (refused.length > 0) return { verdict: "calls_behind_a_closed_gate", told: made };
  if (targetError !== null) return { verdict: "lacks", told: targetError };
  if (portCalls.length === calls) return { verdict: "ok", told: made };
  return { verdict: "lacks", told: `${made}, where ${calls} is due` };
}
