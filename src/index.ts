/** The library: the pipeline, the scenario type, the properties, and what judges a target by them. */
export { allProperties } from "../properties/all.ts";
export { readPriorCalls } from "./audit/prior-calls.ts";
export { fuzzTarget as fuzz } from "./fuzz/fuzz-target.ts";
export type { FuzzTargetOptions as FuzzOptions } from "./fuzz/fuzz-target.ts";
export { scenarioSchema } from "./scenario/scenario.ts";
export type { Scenario } from "./scenario/scenario.ts";
export type { Observation } from "./simulation/observation.ts";
export type { CompletedRun, RefusedRun, ReportPart, RunReport } from "./domain/run-report.ts";
export type { CampaignReport } from "./fuzz/campaign-report.ts";
export { defineTarget } from "./target/define-target.ts";
export type { TargetDefinition } from "./target/define-target.ts";
export { judgeCase } from "./fuzz/judge-case.ts";
export type { JudgedCase } from "./fuzz/judge-case.ts";
export { judgeExpectation } from "./smoke/judge-expectation.ts";
export type { ScenarioVerdict } from "./smoke/judge-expectation.ts";
export { fail, pass, discarded } from "../properties/property.ts";
export type {
  Case,
  Property,
  MetamorphicProperty,
  RunProperty,
  Verdict,
} from "../properties/property.ts";
export type { ReportedRun } from "./target/reported-run.ts";
export { runScenario } from "./simulation/run-scenario.ts";
export { readScenarios } from "./scenario/scenario-files.ts";
export type { ReconcileRequest, TargetPort, TargetTrail } from "./target/target-run.ts";
export { shippedPipeline, TargetError } from "./simulation/target.ts";
export type { Target } from "./simulation/target.ts";
export { applyOrderUpdate } from "./pipeline/order-update.ts";
export { reconcile } from "./pipeline/run.ts";
export type { RunInputs } from "./pipeline/run.ts";
export type { AuditSink, Port, RunServices } from "./pipeline/services.ts";
export type { LivePermit } from "./pipeline/live-permit.ts";
