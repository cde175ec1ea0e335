/**
 * A short session with a target before a campaign: every mode, every kind of reply, and a failed snapshot. It judges
 * only that the target answers, and that it makes no call behind a closed gate.
 */
import { allGatesOpen, type GateInputs } from "../domain/gate.ts";
import { counted } from "../domain/counted.ts";
import type { Observation } from "../simulation/observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import type { PortFault } from "../domain/port-fault.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Target } from "../simulation/target.ts";

export type CheckedStep = {
  readonly title: string;
  readonly verdict: "ok" | "missing" | "call-behind-closed-gate";
  readonly detail: string;
};

/** The one remediation of `scenario` has to be a cancel. */
export async function checkTarget(target: Target, scenario: Scenario): Promise<CheckedStep[]> {
  const checked: CheckedStep[] = [];
  for (const { title, gates, steps, calls } of attempts) {
    const observation = await runScenario({ ...scenario, gates, steps }, target);
    checked.push({ title, ...judge(observation, calls) });
    if (target.isDisabled?.() === true) break;
  }
  return checked;
}

type CheckAttempt = {
  readonly title: string;
  readonly gates: GateInputs;
  readonly steps: readonly Step[];
  /** The port calls that a correct target makes. */
  readonly calls: 0 | 1;
};

const dryRun: GateInputs = { confirm: null, env: {} };
const closed: GateInputs = { ...allGatesOpen, env: { ...allGatesOpen.env, ARMED: "0" } };

const ok = { kind: "ok" } as const;
const snapshot: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };

function answering(fault: PortFault): Step[] {
  return [snapshot, { kind: "set-port-faults", faults: [fault] }, run];
}

const attempts: readonly CheckAttempt[] = [
  { title: "a dry run", gates: dryRun, steps: [snapshot, run], calls: 0 },
  { title: "a run with ARMED=0", gates: closed, steps: [snapshot, run], calls: 0 },
  { title: "a live run", gates: allGatesOpen, steps: [snapshot, run], calls: 1 },
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
    title: "a failed snapshot of orders",
    gates: allGatesOpen,
    steps: [{ ...snapshot, orders: { kind: "failed" } }, run],
    calls: 0,
  },
];

function judge(
  { portCalls, targetError }: Observation,
  calls: number,
): Pick<CheckedStep, "verdict" | "detail"> {
  const refused = portCalls.filter(({ reply }) => reply.status === "refused");
  const detail = counted(portCalls.length, "port call");
  if (refused.length > 0) return { verdict: "call-behind-closed-gate", detail };
  if (targetError !== null) return { verdict: "missing", detail: targetError };
  if (portCalls.length === calls) return { verdict: "ok", detail };
  return { verdict: "missing", detail: `${detail} instead of ${calls}` };
}
