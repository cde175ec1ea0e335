/**
 * Runs a scenario's steps against a target, and returns what was seen. A run without an answer ends it: what
 * had been seen until then is evidence all the same.
 */
import type { Observation, RunContext } from "./observation.ts";
import { reportParts } from "../domain/run-report.ts";
import type { ObservedRun } from "../domain/run-report.ts";
import { isSequence } from "../scenario/scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation.ts";
import { TargetError } from "./target.ts";
import type { Target } from "./target.ts";

export async function runScenario(
  scenario: Scenario,
  target: Target,
  options: SimulationOptions = {},
): Promise<Observation> {
  const services = new Simulation(scenario, {
    ...options,
    keepsAuditTrail: target.reports?.has("audit") !== false,
    ...(target.applyOrderUpdate && { applyOrderUpdate: target.applyOrderUpdate }),
  });
  const runs: ObservedRun[] = [];
  const runContexts: RunContext[] = [];
  let targetError: string | null = null;
  try {
    refuseSequence(scenario, target);
    if (target.start !== undefined) await target.start();
    await takeSteps(scenario, target, services, { runs, runContexts });
  } catch (error) {
    targetError = describeError(error);
  }
  const { port, trace, states, auditEvents, rejectedAuditEvents } = services;
  return {
    runs,
    runContexts,
    portCalls: port.calls,
    effects: port.effects,
    trace,
    states,
    audit: auditEvents,
    rejectedAuditEvents,
    reported: target.reports ?? wholeReport,
    targetError,
  };
}

/** A bot that cannot be started anew would be asked on after its death. */
function refuseSequence(scenario: Scenario, { supportsSequences }: Target): void {
  if (supportsSequences !== false || !isSequence(scenario)) return;
  throw new TargetError("the scenario is a sequence, and the target does not support sequences");
}

type Seen = { readonly runs: ObservedRun[]; readonly runContexts: RunContext[] };

/** Throws what the target throws in a run, or when it has to start anew. */
async function takeSteps(
  { config, steps }: Scenario,
  target: Target,
  services: Simulation,
  { runs, runContexts }: Seen,
): Promise<void> {
  for (let place = 0; place < steps.length; place += 1) {
    const step = steps[place];
    if (step === undefined) continue;
    if (step.kind !== "reconcile") {
      services.apply(step, place);
      if (step.kind === "restart" && target.start !== undefined) await target.start();
      continue;
    }
    const situation = services.startRun();
    runContexts.push(situation);
    const { gates, expected, lastPortCallAtMs, priorCalls } = situation;
    const inputs = { gates, config, expected, lastPortCallAtMs, priorCalls };
    runs.push(await services.runTarget((handedOut) => target.reconcile(inputs, handedOut)));
    const hasDied = services.finishRun(place);
    if (hasDied && target.start !== undefined) await target.start();
  }
}

const wholeReport = new Set(reportParts);

function describeError(error: unknown): string {
  if (error instanceof TargetError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
