/** The report of `observe`: what the records show of runs that already happened. */
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import { idsOf } from "../../properties/rules/rule.ts";
import { checkNameOf } from "../fuzz/fingerprint.ts";
import type { JudgedRecords, RecordedViolation } from "../records/judge-records.ts";
import { isAnswered, isReadable, type KnownRun } from "../records/observed-case.ts";
import type { Records } from "../records/records.ts";
import { renderViolation } from "./counterexample-report.ts";
import { plain, type Style } from "./style.ts";
import { renderDocument, renderVerdict } from "./verdict.ts";

/** A violation, with the file of its scenario and the command that replays it, or why there is none. */
export type SavedViolation = {
  readonly violation: RecordedViolation;
  readonly scenario:
    | { readonly path: string; readonly command: string }
    | { readonly missing: string };
};

export type ObserveReport = {
  readonly judged: JudgedRecords;
  readonly saved: readonly SavedViolation[];
  readonly lines: Pick<Records, "unread" | "torn" | "copies">;
};

/** Of the violations of one check, so many are shown in full. */
const shownMax = 3;
const linesMax = 10;

export function renderObserve(
  { judged, saved, lines: read }: ObserveReport,
  lists: boolean,
  style: Style = plain,
): string {
  const { runs, byCalls } = judged.observed;
  const calls = byCalls.portCalls.length;
  const lines = [
    `${counted(runs.length, "run")}, ${counted(calls, "port call")}; the records have ${[...judged.evidence].join(", ") || "the trail only"}`,
    "",
    ...shownOf(saved).flatMap((one) => renderOne(one, runs)),
    ...hiddenOf(saved),
    ...renderGaps(judged, read, lists),
  ].map((line) => line.split("\n").map(printable).join("\n"));
  return `${lines.join("\n")}\n${style(styles[judged.verdict], sentenceOf({ judged, lines: read }))}\n`;
}

const styles = { pass: "green", fail: "red", inconclusive: "yellow" } as const;

export function renderObserveQuietly(report: ObserveReport): string {
  const names = new Set(report.judged.violations.map(checkNameOf));
  const [word = "", ...rest] = sentenceOf(report).split("  ");
  return renderVerdict(word, rest.join("  "), [...names]);
}

function sentenceOf({ judged: all, lines }: Pick<ObserveReport, "judged" | "lines">): string {
  const { verdict, violations, judged, judgedRuns, observed } = all;
  if (judged.length === 0 || judgedRuns.size === 0) {
    return "INCONCLUSIVE  no property could judge these records";
  }
  const properties = counted(judged.length, "property", "properties");
  const runs = counted(observed.runs.length, "run");
  const rest = observed.runs.length - judgedRuns.size;
  const gap = rest === 0 ? "" : `; ${counted(rest, "run")} could not be judged`;
  if (verdict === "pass") return `PASS  no violation in ${runs}, judged by ${properties}${gap}`;
  if (verdict === "inconclusive") {
    return `INCONCLUSIVE  no violation in ${runs}, but ${describeDoubt(lines, observed)}`;
  }
  const failed = new Set(violations.flatMap(({ run }) => run ?? [])).size;
  return `FAIL  ${counted(violations.length, "violation")} in ${failed} of ${runs}, judged by ${properties}`;
}

function describeDoubt(
  { unread }: ObserveReport["lines"],
  { callsAtOtherTimes }: JudgedRecords["observed"],
): string {
  if (unread.length > 0) return `${counted(unread.length, "line")} cannot be read`;
  const calls = counted(callsAtOtherTimes, "call of the log", "calls of the log");
  return `${calls} differ from the trail by more than 5 s: use the clock of the bot in both`;
}

/** The first ones of each check. */
function shownOf(saved: readonly SavedViolation[]): readonly SavedViolation[] {
  const counts = new Map<string, number>();
  return saved.filter(({ violation }) => {
    const name = checkNameOf(violation);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= shownMax;
  });
}

function hiddenOf(saved: readonly SavedViolation[]): string[] {
  const hidden = saved.length - shownOf(saved).length;
  return hidden === 0 ? [] : [`and ${counted(hidden, "more violation")}; --json has all`, ""];
}

function renderOne({ violation, scenario }: SavedViolation, runs: readonly KnownRun[]): string[] {
  const { property, check, rules, run } = violation;
  const numbers = rules.length === 0 ? "" : ` (${idsOf(rules).join(", ")})`;
  const known = runs[run ?? -1];
  const where =
    known === undefined
      ? []
      : [`  ${known.runId}, ${new Date(known.startedAtMs).toISOString()}, ${modeOf(known)}`];
  return [
    `FAIL  ${property} / ${check}${numbers}`,
    ...where,
    ...renderViolation({ ...violation, run: null }),
    ...("path" in scenario
      ? [`  replay   ${scenario.command}`]
      : [`  no scenario: ${scenario.missing}`]),
    "",
  ];
}

const modeOf = ({ end }: KnownRun) => end?.mode ?? "without an event of its own";

/** What the records do not show. */
function renderGaps(
  { judged: names, judgedRuns, notJudged, checksLeftOut, observed }: JudgedRecords,
  { unread, torn, copies }: ObserveReport["lines"],
  lists: boolean,
): string[] {
  const { runs, beyond, unknownRuns, missingCalls, callsAtOtherTimes } = observed;
  const count = (isSo: (run: KnownRun) => boolean) => runs.filter(isSo).length;
  const gaps: (readonly [number, string])[] = [
    [runs.length - judgedRuns.size, "no property could judge anything of it"],
    [
      count(({ end }) => end === null),
      "no event of its own: it crashed, or the event was rejected",
    ],
    [
      count((run) => !isReadable(run)),
      "not judged by what it read: the log has no such line, or another run called the port meanwhile",
    ],
    [
      count((run) => isReadable(run) && !isAnswered(run)),
      "not judged by its answer, which the log does not have",
    ],
  ];
  return [
    `judged: ${names.length === 0 ? "nothing" : names.join(", ")}`,
    "",
    "not judged:",
    ...byReason(notJudged),
    ...(checksLeftOut.length === 0 ? [] : shortened("checks", checksLeftOut, lists)),
    ...gaps.flatMap(([runsSo, why]) =>
      runsSo === 0 ? [] : [`  ${counted(runsSo, "run")}: ${why}`],
    ),
    ...countedAs("calls of the log in no run that the trail has", beyond),
    ...countedAs("runs that only the log has", unknownRuns),
    ...countedAs("calls of the log at another time than their attempt", callsAtOtherTimes),
    ...countedAs("attempts that only the trail has, each counts as a port call", missingCalls),
    ...countedAs("copies of lines in an earlier file, each counts once", copies),
    ...(unread.length === 0 ? [] : shortened("lines that cannot be read", unread, lists)),
    ...(torn.length === 0 ? [] : shortened("lines whose write was cut short", torn, lists)),
    "",
  ];
}

function countedAs(what: string, count: number): string[] {
  return count === 0 ? [] : [`  ${what}: ${count}`];
}

function byReason(notJudged: JudgedRecords["notJudged"]): string[] {
  const groups = new Map<string, string[]>();
  for (const { property, reason } of notJudged) {
    groups.set(reason, [...(groups.get(reason) ?? []), property]);
  }
  return [...groups].map(([reason, names]) => `  ${reason}: ${names.join(", ")}`);
}

function shortened(title: string, names: readonly string[], lists: boolean): string[] {
  const shown = lists ? names : names.slice(0, linesMax);
  const hidden = names.length - shown.length;
  const more = hidden === 0 ? [] : [`    and ${hidden} more; --verbose lists them`];
  return [`  ${title}:`, ...shown.map((name) => `    ${name}`), ...more];
}

/** One document: a verdict for each run, each violation, and what was not judged. */
export function renderObserveJson({ judged, saved, lines }: ObserveReport): string {
  const { verdict, observed, evidence, violations, judgedRuns, judged: names, notJudged } = judged;
  const { beyond, unknownRuns, missingCalls, callsAtOtherTimes } = observed;
  const failed = new Set(violations.map(({ run }) => run));
  return renderDocument("observe", verdict, {
    records: [...evidence],
    runs: observed.runs.map((run, at) => ({
      runId: run.runId,
      startedAt: new Date(run.startedAtMs).toISOString(),
      mode: run.end?.mode ?? null,
      verdict: failed.has(at) ? "fail" : judgedRuns.has(at) ? "pass" : "inconclusive",
      judgedByReads: isReadable(run),
      judgedByAnswer: isAnswered(run),
    })),
    violations: saved.map(({ violation: { rules, run, ...violation }, scenario }) => ({
      ...violation,
      rules: idsOf(rules),
      runId: observed.runs[run ?? -1]?.runId ?? null,
      scenario: "path" in scenario ? scenario.path : null,
      ...("missing" in scenario && { whyNoScenario: scenario.missing }),
    })),
    judged: names,
    notJudged,
    checksLeftOut: judged.checksLeftOut,
    unread: lines.unread,
    torn: lines.torn,
    copies: lines.copies,
    callsBeyond: beyond,
    callsOnlyInTrail: missingCalls,
    callsAtOtherTimes,
    runsWithoutTrail: unknownRuns,
  });
}
