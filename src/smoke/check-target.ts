/** A short session before a campaign: the target must answer, and call the port only in a live run. */
import { allGatesOpen, type GateInputs } from "../domain/gate.ts";
import { counted } from "../domain/counted.ts";
import { describeOutsideRun } from "../../properties/port-calls-happen-inside-a-run.ts";
import { takeLateCalls } from "../simulation/calls-outside-runs.ts";
import type { CallOutsideRun, Observation } from "../simulation/observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import type { PortFault } from "../domain/port-fault.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { fitGates } from "../profile/fit-gates.ts";
import { fitTo } from "../profile/fit-scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import type { Target } from "../simulation/target.ts";

export type CheckedStep = {
  readonly title: string;
  readonly verdict: "ok" | "missing" | "forbidden-call";
  readonly detail: string;
};

/** The one remediation of `scenario` has to be a cancel, or a flatten for a bot that cancels nothing. */
export async function checkTarget(target: Target, scenario: Scenario): Promise<CheckedStep[]> {
  const within = fitTo(target.profile) ?? ((one: Scenario) => one);
  const fit = (one: Scenario) => within(target.isOnWire === true ? fitToWire(one) : one);
  const checked: CheckedStep[] = [];
  for (const [title, gates, steps, calls] of attemptsOf(target.profile)) {
    const observation = await runScenario(fit({ ...scenario, gates, steps }), target);
    checked.push({ title, ...judge(observation, calls) });
    if (target.isDisabled?.() === true) break;
  }
  return checked;
}

const dryRun: GateInputs = { confirm: null, env: {} };
const closed: GateInputs = { ...allGatesOpen, env: { ...allGatesOpen.env, ARMED: "0" } };

const ok = { kind: "ok" } as const;
const snapshot: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };

function answering(fault: PortFault): Step[] {
  return [snapshot, { kind: "set-port-faults", faults: [fault] }, run];
}

const rejected: PortFault = { kind: "reject", code: -2011, message: "Unknown order sent." };
const timedOut: PortFault = { kind: "timeout", applied: true };
const disconnected: PortFault = { kind: "disconnect", applied: false };
const failedSnapshot: Step = { ...snapshot, orders: { kind: "failed" } };

/** Title, gates, steps, and the number of port calls that a correct target makes. */
type Attempt = readonly [title: string, gates: GateInputs, steps: readonly Step[], calls: 0 | 1];

const attempts: readonly Attempt[] = [
  ["a dry run", dryRun, [snapshot, run], 0],
  ["a run with ARMED=0", closed, [snapshot, run], 0],
  ["a live run", allGatesOpen, [snapshot, run], 1],
  ["a call that the exchange rejects", allGatesOpen, answering(rejected), 1],
  ["a call that times out", allGatesOpen, answering(timedOut), 1],
  ["a call whose connection breaks", allGatesOpen, answering(disconnected), 1],
  ["a failed snapshot of orders", allGatesOpen, [failedSnapshot, run], 0],
];

/** With the bot's own gates, each of them is closed alone. */
function attemptsOf(profile: BotProfile | undefined): readonly Attempt[] {
  if (profile?.gates === undefined) return attempts;
  const [, , ...others] = attempts;
  const open = fitGates(allGatesOpen, profile.gates).own ?? [];
  const closedOnes = open.map((gate, at): Attempt => {
    const own = open.with(at, { ...gate, value: null });
    return [`a run without ${gate.source}`, { confirm: null, env: {}, own }, [snapshot, run], 0];
  });
  return [...closedOnes, ...others];
}

/** Late calls: those that came after their step was judged, and those while the target ended. */
export function checkEnd(target: Target, endFault: string | null): CheckedStep {
  const title = "the end";
  const [late] = takeLateCalls(target);
  if (late !== undefined) return { title, ...forbidden(late) };
  return endFault === null
    ? { title, verdict: "ok", detail: "it ended when requested" }
    : { title, verdict: "missing", detail: endFault };
}

function forbidden(call: CallOutsideRun) {
  return { verdict: "forbidden-call", detail: describeOutsideRun(call).actual } as const;
}

function judge(
  { portCalls, callsOutsideRuns, targetError }: Observation,
  calls: number,
): Pick<CheckedStep, "verdict" | "detail"> {
  const refused = portCalls.filter(({ reply }) => reply.status === "refused");
  const detail = counted(portCalls.length, "port call");
  if (refused.length > 0) return { verdict: "forbidden-call", detail };
  const [outside] = callsOutsideRuns;
  if (outside !== undefined) return forbidden(outside);
  if (targetError !== null) return { verdict: "missing", detail: targetError.message };
  if (portCalls.length === calls) return { verdict: "ok", detail };
  return { verdict: "missing", detail: `${detail} instead of ${calls}` };
}
