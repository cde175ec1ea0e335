/** The reports of `replay`: an answer for each file, and the verdict of all. */
import { knownProperties } from "../../properties/wire/all.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import { worstOf, type AnyVerdict } from "../domain/verdict.ts";
import type { FileAnswer } from "../fuzz/answer-file.ts";
import type { FailureTimelines } from "../fuzz/timeline-schema.ts";
import { checkNameOf, type FailedCheck } from "../fuzz/fingerprint.ts";
import type { ScenarioAnswer } from "../fuzz/judge-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Replay } from "../fuzz/replay.ts";
import type { CheckedStep } from "../smoke/check-target.ts";
import { renderCounterexample, renderFailedCheck } from "./counterexample-report.ts";
import { plain, type Style } from "./style.ts";
import { renderDocument, renderVerdict } from "./verdict.ts";

export type ReplayReport = {
  readonly target: string;
  readonly answers: readonly FileAnswer[];
  /** How the target ended. */
  readonly end: CheckedStep;
};

export function verdictOf({ answers, end }: ReplayReport): AnyVerdict {
  const ofEnd = ({ ok: "pass", missing: "inconclusive", "forbidden-call": "fail" } as const)[
    end.verdict
  ];
  return worstOf([...answers.map(verdictOfAnswer), ofEnd]);
}

const verdicts = {
  fixed: "pass",
  passes: "pass",
  "still-fails": "fail",
  fails: "fail",
  // Also where it failed in no attempt: it may be rare, so it cannot be called fixed.
  flaky: "fail",
  "fails-differently": "fail",
  "not-observable": "inconclusive",
  errored: "inconclusive",
} as const;

export function verdictOfAnswer(file: FileAnswer): AnyVerdict {
  if (file.kind === "unreadable") return "bad-input";
  if (file.kind === "scenario") return verdicts[file.answer.verdict.kind];
  const isUnknown = file.answer.kind === "errored" && file.answer.cause === "property";
  return isUnknown ? "bad-input" : verdicts[file.answer.kind];
}

/** One line: the file, and what replaying it showed. */
export function describeAnswer(file: FileAnswer): string {
  const path = printable(file.path);
  if (file.kind === "unreadable") return `${path}: schema-mismatch`;
  if (file.kind === "counterexample") return `${path}: ${file.answer.kind}${detailOf(file.answer)}`;
  const { verdict } = file.answer;
  return `${path}: ${verdict.kind}${describeVerdict(verdict)}`;
}

type ShownFailure = Pick<FailedCheck, "property" | "violation"> & {
  readonly scenario: Scenario;
  readonly steady: boolean;
};

/** The failures that an answer shows, each with the timelines of a further run; a flaky one has none. */
export function shownFailures(file: FileAnswer): readonly ShownFailure[] {
  if (file.kind === "unreadable") return [];
  if (file.kind === "counterexample") {
    const { kind } = file.answer;
    if (kind !== "still-fails" && kind !== "flaky") return [];
    const { property, violation, scenario } = file.counterexample;
    return [{ property, violation, scenario, steady: kind === "still-fails" }];
  }
  const { scenario, answer } = file;
  const steady = answer.verdict.kind === "fails";
  return failuresOf(answer).map(({ property, violation }) => {
    return { property, violation, scenario, steady };
  });
}

/** `views` has the timelines of each of `shownFailures`. */
export function renderAnswer(
  file: FileAnswer,
  views: readonly (FailureTimelines | null)[],
  style: Style = plain,
): string {
  const first = `${describeAnswer(file)}\n`;
  if (file.kind === "unreadable") return first;
  if (file.kind === "counterexample") {
    const shown = views.map(
      (view) => `\n${renderCounterexample(file.counterexample, view, style)}`,
    );
    return `${first}  ${file.origin}\n${shown.join("")}`;
  }
  const idle = file.answer.stepsWithoutEffect.map(
    (step) => `  Nothing to act on: ${printable(step)}\n`,
  );
  const failed = failuresOf(file.answer).map((failure, at) => {
    const property = knownProperties.find(({ name }) => name === failure.property);
    const shown = { ...failure, statement: property?.statement ?? "" };
    return `\n${renderFailedCheck(shown, views[at] ?? null, style)}`;
  });
  return [first, ...idle, ...failed].join("");
}

/** The verdict, and the files that do not pass. */
export function renderReplayQuietly(report: ReplayReport): string {
  const { answers, end } = report;
  const open = answers.filter((file) => verdictOfAnswer(file) !== "pass");
  const passed = answers.length - open.length;
  const sentence = `${passed} of ${counted(answers.length, "file")} passed`;
  const names = open.map((file) => describeAnswer(file) + describeChecks(file));
  if (end.verdict !== "ok") names.push(`${end.title}: ${end.detail}`);
  return renderVerdict(verdictOf(report), sentence, names);
}

function describeChecks(file: FileAnswer): string {
  if (file.kind === "unreadable") return "";
  if (file.kind === "counterexample") return `  (${checkNameOf(file.counterexample)})`;
  const failures = failuresOf(file.answer);
  return failures.length === 0 ? "" : `  (${failures.map(checkNameOf).join(", ")})`;
}

export function renderReplayJson(report: ReplayReport): string {
  const { target, answers, end } = report;
  const files = answers.map((file) => ({
    file: file.path,
    verdict: verdictOfAnswer(file),
    ...answerAsJson(file),
  }));
  return renderDocument("replay", verdictOf(report), { target, files, end });
}

function answerAsJson(file: FileAnswer): object {
  if (file.kind === "unreadable") return { answer: "schema-mismatch", message: file.message };
  if (file.kind === "scenario") {
    const { verdict, stepsWithoutEffect } = file.answer;
    const { kind, ...details } = verdict;
    return { answer: kind, ...details, stepsWithoutEffect };
  }
  const { counterexample, origin } = file;
  const { id, property, check, violation } = counterexample;
  const { kind, ...details } = file.answer;
  return { answer: kind, ...details, counterexample: { id, property, check, violation, origin } };
}

export function failuresOf({ verdict }: ScenarioAnswer): readonly FailedCheck[] {
  return "failures" in verdict ? verdict.failures : [];
}

function describeVerdict(verdict: ScenarioAnswer["verdict"]): string {
  switch (verdict.kind) {
    case "passes":
      return `, judged by ${counted(verdict.judged, "property", "properties")}`;
    case "fails":
      return ` ${counted(verdict.failures.length, "check")}`;
    case "flaky":
      return ` ${verdict.failed} of ${verdict.attempts}`;
    default:
      return `: ${verdict.message}`;
  }
}

function detailOf(answer: Replay): string {
  if (answer.kind === "flaky") {
    const others = answer.failed.length === 0 ? "" : `; also failed: ${answer.failed.join(", ")}`;
    return ` ${answer.failures} of ${answer.attempts}${others}`;
  }
  if (answer.kind === "fails-differently") return `: ${answer.failed.join(", ")}`;
  return "message" in answer ? `: ${answer.message}` : "";
}
