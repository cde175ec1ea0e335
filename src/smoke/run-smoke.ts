/** Runs scenarios in the mode that the operator's gates allow, and judges each by its expectation. */
import { worstOf } from "../domain/verdict.ts";
import { randomUUID } from "node:crypto";
import { AuditTrail } from "../audit/trail.ts";
import type { Action, Config } from "../domain/config.ts";
import type { GateFailure, GateInputs } from "../domain/gate.ts";
import type { Mode } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { decideMode } from "../pipeline/gates.ts";
import type { AuditSink } from "../pipeline/services.ts";
import { takeLateCalls, type LateCall } from "../simulation/calls-outside-runs.ts";
import { judgeExpectation, reasonOf } from "./judge-expectation.ts";
import type { ScenarioVerdict } from "./judge-expectation.ts";
import { fitTo } from "../profile/fit-scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import type { Case } from "../../properties/property.ts";
import { stepsWithoutEffect } from "../simulation/steps-without-effect.ts";
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
  /** The steps that found nothing to act on, such as a fill of an order that is not live: their places and texts. */
  readonly stepsWithoutEffect: readonly string[];
  /** With the state after each step. */
  readonly observed: Case;
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

export function verdictOf(run: SmokeRun): ScenarioVerdict["kind"] {
  if (run.mode === "refused") return "fail";
  return worstOf(run.results.map(({ verdict }) => verdict.kind));
}

export type SmokeInputs = {
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  /** The gates of the operator; they replace those of each scenario. */
  readonly gates: GateInputs;
  readonly auditPath: string | null;
  readonly target: Target;
  /** Ends the target after the last scenario. Returns null, or what went wrong in its session. */
  readonly endTarget: () => Promise<string | null>;
};

export async function runSmoke(inputs: SmokeInputs): Promise<SmokeRun> {
  const { scenarios, gates, auditPath, target, endTarget } = inputs;
  const decision = decideMode(gates);
  if (decision.mode === "refused") return { ...decision, total: scenarios.length };
  const trail = auditPath === null ? null : new AuditTrail(auditPath);
  const fit = fitTo(target.profile);
  const configured = scenarios.map((scenario) => {
    const config = { ...scenario.config, auditEnabled: trail !== null };
    const own = { ...scenario, gates, config };
    return fit === null ? own : fit(own);
  });
  const judged: ScenarioResult[] = [];
  for (const [at, scenario] of configured.entries()) {
    const judgedOne = await runAndJudge(scenario, target, trail);
    const action = scenarios[at]?.config.action ?? scenario.config.action;
    judged.push(action === scenario.config.action ? judgedOne : withoutAction(judgedOne, action));
  }
  trail?.close();
  const endFault = await endTarget();
  const late = takeLateCalls(target);
  const results = judged.map((result, at) => {
    const own = late.filter(({ scenario }) => scenario === configured[at]);
    const fault = at === judged.length - 1 ? endFault : null;
    return { ...result, verdict: afterTheEnd(result.verdict, own, fault) };
  });
  return {
    mode: decision.mode,
    config: scenarios[0].config,
    auditPath,
    target: target === shippedPipeline ? null : target.name,
    results,
  };
}

/** A bot without the action of a scenario is not judged by it. */
function withoutAction(result: ScenarioResult, action: Action): ScenarioResult {
  const reasons = [`the profile of the bot does not have the action ${action}`];
  return { ...result, verdict: { kind: "inconclusive", reasons } };
}

/** The verdict with what only the end of the target shows. */
function afterTheEnd(
  verdict: ScenarioVerdict,
  late: readonly LateCall[],
  endFault: string | null,
): ScenarioVerdict {
  const calls = late.map(reasonOf);
  if (verdict.kind === "fail") return { kind: "fail", reasons: [...verdict.reasons, ...calls] };
  if (calls.length > 0) return { kind: "fail", reasons: calls };
  if (endFault === null) return verdict;
  const known = verdict.kind === "pass" ? [] : verdict.reasons;
  return { kind: "inconclusive", reasons: [...known, `the target: ${endFault}`] };
}

async function runAndJudge(
  scenario: Scenario,
  target: Target,
  trail: AuditSink | null,
): Promise<ScenarioResult> {
  const options = { newRunId: randomUUID, recordStates: true, ...(trail !== null && { trail }) };
  const observation = await runScenario(scenario, target, options);
  const failures = observation.runs.flatMap((run) =>
    "results" in run ? (run.auditFailure ?? []) : [],
  );
  const { reported, ownTrail } = observation;
  const whyNone = reported.has("audit")
    ? "the target writes an audit file of its own"
    : "the target does not report `audit`";
  const isAppended = reported.has("audit") && ownTrail === null;
  const noTrail = trail === null || isAppended ? null : whyNone;
  return {
    name: scenario.name,
    verdict: judgeExpectation(scenario, observation),
    expectedAction: scenario.expect?.action ?? null,
    summary: summarizeRuns(observation),
    portCalls: observation.portCalls.length,
    auditFailure: failures[0] ?? noTrail,
    stepsWithoutEffect: stepsWithoutEffect(scenario, observation),
    observed: { scenario, observation },
  };
}
