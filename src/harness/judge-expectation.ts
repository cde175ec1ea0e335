/**
 * Compares what happened with what the scenario promises. What happened at the port and in the trail
 * is what the harness saw; mismatches and counts are what the target reports.
 *
 * A scenario without a promise is inconclusive, and one that remediates nothing fails unless it says
 * why it holds still: a smoke test that plans nothing and executes nothing has tested nothing.
 */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { ExpectedEffects } from "../domain/expectation.ts";
import type { Observation } from "../domain/observation.ts";
import type { Scenario } from "../domain/scenario.ts";
import { summarise } from "./summary.ts";
import type { RunSummary } from "./summary.ts";

export type ScenarioVerdict =
  | { readonly status: "passed" }
  | { readonly status: "failed" | "inconclusive"; readonly reasons: readonly string[] };

export function judgeExpectation(scenario: Scenario, observation: Observation): ScenarioVerdict {
  const { expect } = scenario;
  const summary = summarise(observation);
  if (expect === undefined) {
    const reason = "the scenario has no `expect`, so nothing was judged";
    return { status: "inconclusive", reasons: [reason] };
  }
  if (summary.mode === null) {
    return { status: "failed", reasons: ["the runs are not all in dry-run or all in live mode"] };
  }
  const promised = summary.mode === "live" ? expect.live : expect.dryRun;
  const reasons = [
    ...differs("mismatches", expect.mismatches, summary.mismatches),
    ...differs("action", expect.action, summary.action),
    ...compareEffects(promised, summary),
    ...differs(
      "port calls",
      promised.portCalls,
      observation.portCalls.map(({ request }) => request),
    ),
    ...compareAudit(scenario, promised, observation),
    ...(expect.holdsStill === undefined ? refuseStandingStill(summary) : []),
  ];
  return reasons.length === 0 ? { status: "passed" } : { status: "failed", reasons };
}

const counted = [
  ["planned count", "planned"],
  ["executed count", "executed"],
  ["blocked count", "blocked"],
  ["failed count", "failed"],
  ["skipped terminal", "skippedTerminal"],
  ["skipped no_action", "skippedNoAction"],
] as const;

function compareEffects(promised: ExpectedEffects, { counts }: RunSummary): string[] {
  return [
    ...counted.flatMap(([name, key]) => differs(name, promised[key], counts[key])),
    // No promise can be an unknown outcome.
    ...differs("unknown count", 0, counts.unknown),
  ];
}

/** A dry run goes on without its trail, and its report says so; live mode may not. */
function compareAudit(
  { config }: Scenario,
  promised: ExpectedEffects,
  { audit, runs }: Observation,
): string[] {
  const forgiven = runs.every((run) => run.mode === "dry_run" && run.auditFailure !== null);
  if (forgiven) return [];
  const events = audit.map(({ event_type }) => event_type);
  return differs("audit events", config.auditEnabled ? promised.auditEvents : [], events);
}

function refuseStandingStill({ mode, counts }: RunSummary): string[] {
  if (mode === "live" && counts.executed === 0) return ["live mode executed nothing"];
  if (mode === "dry_run" && counts.planned === 0) return ["the dry run planned nothing"];
  return [];
}

function differs(what: string, promised: unknown, got: unknown): string[] {
  const [left, right] = [canonicalJson(promised), canonicalJson(got)];
  return left === right ? [] : [`${what}: promised ${left}, got ${right}`];
}
