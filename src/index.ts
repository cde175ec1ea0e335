/** The library: the pipeline, the scenario type, and the harness that runs one against the other. */
export { scenarioSchema } from "./domain/scenario.ts";
export type { Scenario } from "./domain/scenario.ts";
export type { Observation } from "./domain/observation.ts";
export type { CompletedRun, RefusedRun, RunReport } from "./domain/run-report.ts";
export { judgeExpectation } from "./harness/judge-expectation.ts";
export type { ScenarioVerdict } from "./harness/judge-expectation.ts";
export { runScenario } from "./harness/run-scenario.ts";
export { readScenarios } from "./harness/scenario-files.ts";
export { shippedPipeline } from "./harness/target.ts";
export type { Target } from "./harness/target.ts";
export { reconcile } from "./pipeline/run.ts";
export type { RunInputs } from "./pipeline/run.ts";
export type { AuditSink, Port, World } from "./pipeline/world.ts";
export type { LivePermit } from "./pipeline/live-permit.ts";
