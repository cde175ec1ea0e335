/** The library: the reference pipeline, scenarios, properties, and the functions that judge a target. */

/** Every shipped property, in the order of reports. */
export { allProperties } from "../properties/all.ts";
/** The verdicts of a property: `discarded` where its precondition does not hold. */
export { fail, pass, discarded } from "../properties/property.ts";
export type {
  Case,
  Property,
  MetamorphicProperty,
  RunProperty,
  Verdict,
} from "../properties/property.ts";

/** Wraps a function that reconciles once, so that the harness can judge it. */
export { defineTarget, type TargetDefinition } from "./target/define-target.ts";
export type { ReportedRun } from "./target/reported-run.ts";
export type { ReconcileRequest, TargetPort, TargetTrail } from "./target/target-run.ts";
export { shippedPipeline, TargetError, type Target } from "./simulation/target.ts";

/** What a bot is and is not: the schema of `reconcile-harness.json`. */
export { botProfileSchema, type BotProfile } from "./profile/bot-profile.ts";

/** Runs a campaign on a target and returns its report. */
export { fuzzTarget as fuzz, type FuzzTargetOptions as FuzzOptions } from "./fuzz/fuzz-target.ts";
export type { CampaignReport } from "./fuzz/campaign-report.ts";
/** Replays a saved counterexample, as a test of its own does. */
export { replayCounterexample } from "./fuzz/answer-file.ts";
export type { Replay } from "./fuzz/replay.ts";
/** Judges one scenario by properties. */
export { judgeCase, type JudgedCase } from "./fuzz/judge-case.ts";

/** Reads the P0 scenarios or a file; the schema parses any other value. */
export { readScenarios } from "./scenario/scenario-files.ts";
export { scenarioSchema, type Scenario } from "./scenario/scenario.ts";
/** Runs a scenario, and judges the observation by the scenario's `expect`. */
export { runScenario } from "./simulation/run-scenario.ts";
export type { Observation } from "./simulation/observation.ts";
export { judgeExpectation, type ScenarioVerdict } from "./smoke/judge-expectation.ts";

/** The reference pipeline, and the services that one run of it calls. */
export { reconcile, type RunInputs } from "./pipeline/run.ts";
export type { AuditSink, Port, RunServices } from "./pipeline/services.ts";
/** For a port of your own: whether the permit of a call is that of a run that has not ended. */
export { isGenuinePermit, type LivePermit } from "./pipeline/live-permit.ts";
export type { CompletedRun, RefusedRun, ReportPart, RunReport } from "./domain/run-report.ts";
/** The expected state after an order update. */
export { applyOrderUpdate } from "./pipeline/order-update.ts";
/** The port calls of earlier runs, read from an audit trail. */
export { readPriorCalls } from "./audit/prior-calls.ts";
