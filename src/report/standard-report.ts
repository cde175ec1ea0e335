/** The reports of `smoke`. The bytes of the standard report are a contract with the readers of the runbook. */
import { counted } from "../domain/counted.ts";
import { printable, printableShort } from "../domain/printable-text.ts";
import type { GateFailure } from "../domain/gate.ts";
import type { Mode } from "../domain/run-report.ts";
import { verdictOf, type ScenarioResult, type SmokeRun } from "../smoke/run-smoke.ts";
import { renderDocument, renderVerdict } from "./verdict.ts";

export function renderSmoke(run: SmokeRun): string {
  const lines = run.mode === "refused" ? renderRefusal(run.gateFailures) : renderResults(run);
  return `${lines.join("\n")}\n`;
}

type CompletedSmoke = Exclude<SmokeRun, { mode: "refused" }>;

function renderRefusal(gateFailures: readonly GateFailure[]): string[] {
  return [
    ...heading("LIVE MODE GATE CHECK FAILED"),
    "  The following gates are not satisfied:",
    ...gateFailures.map(
      ({ source, expected, actual }) =>
        `    - ${source} must be '${expected}' (got '${printableShort(actual)}')`,
    ),
    "",
    "  Live mode requires ALL gates to pass.",
    "  Use default mode (no --confirm) for dry-run.",
  ];
}

function renderResults(run: CompletedSmoke): string[] {
  return [
    ...heading("CONFIGURATION"),
    ...renderConfiguration(run),
    ...run.results.flatMap(renderScenario),
    ...renderAudit(run),
    ...heading("SUMMARY"),
    ...renderSummary(run),
  ];
}

const rule = "=".repeat(60);

function heading(title: string): string[] {
  return ["", rule, `  ${title}`, rule];
}

function renderConfiguration({ mode, config, auditPath, target }: CompletedSmoke): string[] {
  const live = mode === "live";
  return alignValues(19, [
    ["Mode", modeWord(mode)],
    ["action", config.action],
    ["dry_run", pythonBoolean(!live)],
    ["allow_active", pythonBoolean(live)],
    ["armed", pythonBoolean(live)],
    ["symbol_whitelist", `[${config.symbolWhitelist.map((name) => `'${name}'`).join(", ")}]`],
    ["cooldown_seconds", config.cooldownSeconds],
    ["max_orders", config.maxOrdersPerAction],
    ["max_symbols", config.maxSymbolsPerAction],
    ["audit_enabled", pythonBoolean(auditPath !== null)],
    ...(target === null ? [] : [["target", printableShort(target)] as const]),
  ]);
}

const verdictWords = { pass: "PASS", fail: "FAIL", inconclusive: "INCONCLUSIVE" } as const;

function renderScenario(result: ScenarioResult): string[] {
  const { verdict, summary, expectedAction, portCalls, stepsWithoutEffect } = result;
  const { counts } = summary;
  return [
    "",
    `--- Scenario: ${printable(result.name)} [${verdictWords[verdict.kind]}] ---`,
    ...alignValues(22, [
      ["Mismatches detected", summary.mismatches.length],
      ["Expected action", expectedAction ?? "not stated"],
      ["Actual action", summary.action],
      ["Port calls", portCalls],
      ["Planned count", counts.planned],
      ["Executed count", counts.executed],
      ["Blocked count", counts.blocked],
      ["Skipped terminal", counts.skippedTerminal],
      ["Skipped no_action", counts.skippedNoAction],
    ]),
    ...(verdict.kind === "pass"
      ? []
      : verdict.reasons.map(
          (why) => `  Reason: ${why.split("\n").map(printable).join("\n          ")}`,
        )),
    ...stepsWithoutEffect.map((step) => `  Nothing to act on: ${printable(step)}`),
  ];
}

function renderAudit({ auditPath, results }: CompletedSmoke): string[] {
  if (auditPath === null) return [];
  const [auditFailure] = results.flatMap((result) => result.auditFailure ?? []);
  if (auditFailure !== undefined)
    return ["", `  Audit events NOT written: ${printable(auditFailure)}`];
  return ["", `  Audit events written to: ${printable(auditPath)}`];
}

function renderSummary({ mode, results }: CompletedSmoke): string[] {
  return [
    `  Mode:    ${modeWord(mode)}`,
    `  Passed:  ${countPassed(results)}/${results.length}`,
    "",
    `  ${closingLine(results)}`,
  ];
}

function countPassed(results: readonly ScenarioResult[]): number {
  return results.filter(({ verdict }) => verdict.kind === "pass").length;
}

function closingLine(results: readonly ScenarioResult[]): string {
  const has = (kind: string) => results.some(({ verdict }) => verdict.kind === kind);
  if (has("fail")) return "SOME SCENARIOS FAILED";
  return has("inconclusive")
    ? "INCONCLUSIVE: NOT EVERY SCENARIO WAS JUDGED"
    : "ALL SCENARIOS PASSED";
}

function alignValues(
  width: number,
  rows: readonly (readonly [string, string | number])[],
): string[] {
  return rows.map(([label, value]) => `  ${`${label}:`.padEnd(width)}${value}`);
}

function modeWord(mode: Mode): string {
  return mode === "live" ? "LIVE" : "DRY-RUN";
}

// The report keeps the booleans of the Python tool that it comes from.
function pythonBoolean(value: boolean): string {
  return value ? "True" : "False";
}

/** One JSON object, for scripts. */
export function renderSmokeJson(run: SmokeRun): string {
  const refused = run.mode === "refused";
  const results = refused ? [] : run.results;
  const report = {
    mode: run.mode,
    gateFailures: refused ? run.gateFailures : [],
    passed: countPassed(results),
    total: refused ? run.total : results.length,
    scenarios: results.map(describeScenario),
  };
  return renderDocument("smoke", verdictOf(run), report);
}

/** The verdict, and the scenarios that did not pass or the gates that are closed. */
export function renderSmokeQuietly(run: SmokeRun): string {
  if (run.mode === "refused") {
    const sources = run.gateFailures.map(({ source }) => source);
    return renderVerdict("fail", "live mode is refused; these gates are closed:", sources);
  }
  const { results } = run;
  const open = results.filter(({ verdict }) => verdict.kind !== "pass");
  return renderVerdict(
    verdictOf(run),
    `${countPassed(results)} of ${counted(results.length, "scenario")} passed`,
    open.map(({ name, verdict }) => `${name}: ${verdictWords[verdict.kind]}`),
  );
}

function describeScenario(result: ScenarioResult) {
  const { name, verdict, expectedAction, summary, portCalls, stepsWithoutEffect } = result;
  const { unknown: _u, deferred: _d, notRouted: _n, ...counts } = summary.counts;
  return {
    name,
    passed: verdict.kind === "pass",
    reason: verdict.kind === "pass" ? null : verdict.reasons.join("; "),
    action: { expected: expectedAction, actual: summary.action },
    mismatches: summary.mismatches.length,
    portCalls,
    ...counts,
    stepsWithoutEffect,
  };
}
