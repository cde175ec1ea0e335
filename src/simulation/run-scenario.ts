/**
 * Runs a scenario's steps against a target, and returns what was seen. A run without an answer ends it: what
 * had been seen until then is evidence all the same.
 */
import type { Observation, RunSituation } from "./observation.ts";
import { reportParts } from "../domain/run-report.ts";
import type { ObservedRun } from "../domain/run-report.ts";
import { isHistory } from "../scenario/scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { ScenarioWorld } from "./simulation.ts";
import type { WorldOptions } from "./simulation.ts";
import { TargetError } from "./target.ts";
import type { Target } from "./target.ts";

export async function runScenario(
  scenario: Scenario,
  target: Target,
  options: WorldOptions = {},
): Promise<Observation> {
  const world = new ScenarioWorld(scenario, {
    ...options,
    keepsTrail: target.reports?.has("audit") !== false,
    ...(target.hear && { hear: target.hear }),
  });
  const runs: ObservedRun[] = [];
  const situations: RunSituation[] = [];
  let broke: string | null = null;
  try {
    refuseHistory(scenario, target);
    if (target.start !== undefined) await target.start();
    await takeSteps(scenario, target, world, { runs, situations });
  } catch (error) {
    broke = describeError(error);
  }
  const { port, happenings, states, auditEvents, lostLines } = world;
  return {
    runs,
    situations,
    portCalls: port.calls,
    effects: port.effects,
    happenings,
    states,
    audit: auditEvents,
    lostLines,
    reported: target.reports ?? wholeReport,
    broke,
  };
}

/** A bot that cannot be started anew would be asked on after its death. */
function refuseHistory(scenario: Scenario, { supportsHistories }: Target): void {
  if (supportsHistories !== false || !isHistory(scenario)) return;
  throw new TargetError("the scenario is a history, and the target does not support histories");
}

type Seen = { readonly runs: ObservedRun[]; readonly situations: RunSituation[] };

/** Throws what the target throws in a run, or when it has to start anew. */
async function takeSteps(
  { config, steps }: Scenario,
  target: Target,
  world: ScenarioWorld,
  { runs, situations }: Seen,
): Promise<void> {
  for (let place = 0; place < steps.length; place += 1) {
    const step = steps[place];
    if (step === undefined) continue;
    if (step.kind !== "reconcile") {
      world.apply(step, place);
      if (step.kind === "restart" && target.start !== undefined) await target.start();
      continue;
    }
    const situation = world.beginRun();
    situations.push(situation);
    const { gates, expected, lastPortCallAtMs, earlierCalls } = situation;
    const inputs = { gates, config, expected, lastPortCallAtMs, earlierCalls };
    runs.push(await world.answerOf((handedOut) => target.reconcile(inputs, handedOut)));
    const hasDied = world.endRun(place);
    if (hasDied && target.start !== undefined) await target.start();
  }
}

const wholeReport = new Set(reportParts);

function describeError(error: unknown): string {
  if (error instanceof TargetError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
