/**
 * Runs a scenario's steps against a target, and returns what was seen. A run without an answer ends it: what
 * had been seen until then is evidence all the same.
 */
import type { Observation, RunSituation } from "../domain/observation.ts";
import { reportParts } from "../domain/run-report.ts";
import type { RunReport } from "../domain/run-report.ts";
import type { Scenario } from "../domain/scenario.ts";
import { ScenarioWorld } from "./scenario-world.ts";
import type { WorldOptions } from "./scenario-world.ts";
import { TargetError } from "./target.ts";
import type { Target } from "./target.ts";

export async function runScenario(
  scenario: Scenario,
  target: Target,
  options: WorldOptions = {},
): Promise<Observation> {
  const world = new ScenarioWorld(scenario, options);
  const { config } = scenario;
  const runs: RunReport[] = [];
  let broke: string | null = null;
  const situations: RunSituation[] = [];
  for (const step of scenario.steps) {
    if (step.kind !== "reconcile") {
      world.apply(step);
      continue;
    }
    world.port.run = runs.length;
    const situation = world.situation();
    situations.push(situation);
    const { gates, expected, lastPortCallAtMs } = situation;
    try {
      runs.push(await target.reconcile({ gates, config, expected, lastPortCallAtMs }, world));
    } catch (error) {
      broke = describeError(error);
      break;
    }
  }
  const { port, auditEvents } = world;
  const reported = target.reports ?? wholeReport;
  return { runs, situations, portCalls: port.calls, audit: auditEvents, reported, broke };
}

const wholeReport = new Set(reportParts);

function describeError(error: unknown): string {
  if (error instanceof TargetError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
