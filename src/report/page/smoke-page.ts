/** The page of a smoke test: each scenario, with its timeline. */
import { counted } from "../../domain/counted.ts";
import { timelineOf } from "../../fuzz/timeline.ts";
import { verdictOf, type ScenarioResult, type SmokeRun } from "../../smoke/run-smoke.ts";
import { startLines } from "./failure-data.ts";
import { gatesOf } from "./gate-list.ts";
import { jsonLines } from "./json-lines.ts";
import { emptyPage, worstFirst, type PageData, type PageFailure } from "./page-data.ts";
import { printableDeep } from "./printable-deep.ts";

/** `command` gives the report again. */
export function smokePage(run: SmokeRun, command: string): PageData {
  const verdict = verdictOf(run);
  const page = { ...emptyPage, kind: "smoke", verdict, command } as const;
  if (run.mode === "refused") {
    const reasons = run.gateFailures.map(
      ({ source, expected, actual }) => `${source} must be '${expected}' (got '${actual}')`,
    );
    const sentence = "a gate is closed, so nothing ran";
    return printableDeep({ ...page, subject: "live mode", sentence, reasons });
  }
  const { mode, target, results, auditPath } = run;
  const failures = results.map(pageOfResult);
  const passed = results.filter((result) => result.verdict.kind === "pass").length;
  return printableDeep({
    ...page,
    subject: target ?? "the shipped pipeline",
    sentence: `${passed} of ${counted(results.length, "scenario")} passed`,
    facts: [
      { name: "mode", value: mode },
      { name: "audit trail", value: auditPath ?? "off" },
    ],
    failures,
    findings: worstFirst(failures),
  });
}

function pageOfResult(result: ScenarioResult): PageFailure {
  const { name, verdict, expectedAction, summary, portCalls, observed } = result;
  const { scenario, observation } = observed;
  const timeline = timelineOf({
    scenario,
    observation,
    isAboutTrail: scenario.config.auditEnabled,
  });
  return {
    id: name,
    title: name,
    check: "",
    variant: "",
    severity: null,
    statement: scenario.statement,
    rules: [],
    verdict: verdict.kind,
    run: null,
    expected: [`action ${expectedAction ?? "not stated"}`],
    actual: [
      `action ${summary.action}, ${counted(portCalls, "port call")}`,
      ...(verdict.kind === "pass" ? [] : verdict.reasons.flatMap((reason) => reason.split("\n"))),
    ],
    notes: [],
    flakyCalls: null,
    irrelevant: [],
    gates: gatesOf(scenario.gates),
    start: startLines(scenario, []),
    timelines: {
      panels: [{ title: "Step by step", failedRun: null, timeline }],
      followUpStartsWith: [],
    },
    absent: null,
    command: null,
    json: jsonLines(scenario, []),
  };
}
