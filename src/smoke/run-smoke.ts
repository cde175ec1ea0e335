/** Runs scenarios in the mode that the operator's gates allow, and judges each by its expectation. */
import { randomUUID } from "node:crypto";
import { AuditTrail } from "../audit/trail.ts";
import type { Config } from "../domain/config.ts";
import type { GateFailure, GateInputs } from "../domain/gate.ts";
import type { Mode } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { decideMode } from "../pipeline/gates.ts";
import type { AuditSink } from "../pipeline/services.ts";
import { judgeExpectation, type ScenarioVerdict } from "./judge-expectation.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { summarizeRuns, type RunSummary } from "./scenario-summary.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

export type ScenarioResult = {
  readonly name: string;
  readonly verdict: ScenarioVerdict;
  /** Null for a scenario without an expectation. */
  readonly expectedAction: string | null;
  readonly summary: RunSummary;
  readonly portCalls: number;
  readonly auditFailure: string | null;
};

export type SmokeRun =
  | {
      readonly mode: "refused";
      readonly gateFailures: readonly GateFailure[];
      readonly total: number;
    }
  | {
      readonly mode: Mode;
      /** The configuration of the first scenario. */
      readonly config: Config;
      readonly auditPath: string | null;
      /** The name of the target, or null for the pipeline that ships here. */
      readonly target: string | null;
      readonly results: readonly ScenarioResult[];
    };

export type SmokeInputs = {
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  /** The gates of the operator; they replace those of each scenario. */
  readonly gates: GateInputs;
  readonly auditPath: string | null;
  readonly target: Target;
};

export async function runSmoke(inputs: SmokeInputs): Promise<SmokeRun> {
  const { scenarios, gates, auditPath, target } = inputs;
  const decision = decideMode(gates);
  if (decision.mode === "refused") return { ...decision, total: scenarios.length };
  const trail = auditPath === null ? null : new AuditTrail(auditPath);
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const config = { ...scenario.config, auditEnabled: trail !== null };
    results.push(await runAndJudge({ ...scenario, gates, config }, target, trail));
  }
  trail?.close();
  return {
    mode: decision.mode,
    config: scenarios[0].config,
    auditPath,
    target: target === shippedPipeline ? null : target.name,
    results,
  };
}

async function runAndJudge(
  scenario: Scenario,
  target: Target,
  trail: AuditSink | null,
): Promise<ScenarioResult> {
  const options = { newRunId: randomUUID, ...(trail !== null && { trail }) };
  const observation = await runScenario(scenario, target, options);
  const failures = observation.runs.flatMap((run) =>
    "results" in run ? (run.auditFailure ?? []) : [],
  );
  const noTrail =
    trail === null || observation.reported.has("audit")
      ? null
      : "the target does not report `audit`";
  return {
    name: scenario.name,
    verdict: judgeExpectation(scenario, observation),
    expectedAction: scenario.expect?.action ?? null,
    summary: summarizeRuns(observation),
    portCalls: observation.portCalls.length,
    auditFailure: failures[0] ?? noTrail,
  };
}
