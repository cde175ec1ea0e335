/** The standard scenarios, and the ways in which tests run them. */
import { readScenarios, standardScenarioNames } from "../scenario/scenario-files.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { openGates } from "./scenarios.ts";

export const standard = standardScenarioNames.map((name) => readScenarios(name)[0]);
export const dryRun = (scenario: Scenario): Scenario => scenario;
export const live = (scenario: Scenario): Scenario => ({ ...scenario, gates: openGates });
export const audited = (scenario: Scenario): Scenario => ({
  ...scenario,
  config: { ...scenario.config, auditEnabled: true },
});
