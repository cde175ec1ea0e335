/** The smoke report as one JSON object, for scripts. */
import type { ScenarioResult, SmokeRun } from "../smoke/run-smoke.ts";

export function renderSmokeJson(run: SmokeRun): string {
  const refused = run.mode === "refused";
  const results = refused ? [] : run.results;
  const report = {
    mode: run.mode,
    gateFailures: refused ? run.gateFailures : [],
    passed: results.filter(({ verdict }) => verdict.kind === "pass").length,
    total: refused ? run.total : results.length,
    scenarios: results.map(describeScenario),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describeScenario(result: ScenarioResult) {
  const { name, verdict, expectedAction, summary, portCalls } = result;
  const { counts } = summary;
  return {
    name,
    passed: verdict.kind === "pass",
    reason: verdict.kind === "pass" ? null : verdict.reasons.join("; "),
    action: { expected: expectedAction, actual: summary.action },
    mismatches: summary.mismatches.length,
    portCalls,
    planned: counts.planned,
    executed: counts.executed,
    blocked: counts.blocked,
    failed: counts.failed,
    skippedTerminal: counts.skippedTerminal,
    skippedNoAction: counts.skippedNoAction,
  };
}
