/** Runs a scenario's steps against a target, and returns what was seen. */
import type { Observation, RunSituation } from "../domain/observation.ts";
import type { RunReport } from "../domain/run-report.ts";
import type { Scenario } from "../domain/scenario.ts";
import { ScenarioWorld } from "./scenario-world.ts";
import type { WorldOptions } from "./scenario-world.ts";
import type { Target } from "./target.ts";

export async function runScenario(
  scenario: Scenario,
  target: Target,
  options: WorldOptions = {},
): Promise<Observation> {
  const world = new ScenarioWorld(scenario, options);
  const { gates, config, expected } = scenario;
  const runs: RunReport[] = [];
  const situations: RunSituation[] = [];
  for (const step of scenario.steps) {
    if (step.kind !== "reconcile") {
      world.apply(step);
      continue;
    }
    world.port.run = runs.length;
    const situation = world.situation();
    situations.push(situation);
    const { lastPortCallAtMs } = situation;
    runs.push(await target.reconcile({ gates, config, expected, lastPortCallAtMs }, world));
  }
  return { runs, situations, portCalls: world.port.calls, audit: world.auditEvents };
}
