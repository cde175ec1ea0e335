/** The page of a replay: each file with its answer, and the timelines of what still fails. */
import { knownProperties } from "../../../properties/wire/all.ts";
import { printable } from "../../domain/printable-text.ts";
import { counted } from "../../domain/counted.ts";
import type { AnyVerdict } from "../../domain/verdict.ts";
import type { FileAnswer } from "../../fuzz/answer-file.ts";
import type { FailureTimelines } from "../../fuzz/timeline-schema.ts";
import {
  describeAnswer,
  failuresOf,
  verdictOf,
  verdictOfAnswer,
  type ReplayReport,
} from "../replay-report.ts";
import { counterexampleData, failureData } from "./failure-data.ts";
import { emptyPage, worstFirst, type PageData, type PageFailure } from "./page-data.ts";
import { printableDeep } from "./printable-deep.ts";

export type ShownAnswer = {
  readonly file: FileAnswer;
  /** Of each of `shownFailures`. */
  readonly timelines: readonly (FailureTimelines | null)[];
};

/** `commandOf` gives the command that replays a file. */
export function replayPage(
  report: ReplayReport,
  shown: readonly ShownAnswer[],
  commandOf: (path: string) => string,
): PageData {
  const failures = shown.flatMap((answer) => pagesOf(answer, commandOf(answer.file.path)));
  const passed = report.answers.filter((file) => verdictOfAnswer(file) === "pass").length;
  const { end } = report;
  return printableDeep({
    ...emptyPage,
    kind: "replay",
    subject: report.target,
    verdict: verdictOf(report),
    sentence: `${passed} of ${counted(report.answers.length, "file")} passed`,
    reasons: end.verdict === "ok" ? [] : [`${end.title}: ${end.detail}`],
    failures,
    findings: worstFirst(failures),
  });
}

function pagesOf({ file, timelines }: ShownAnswer, command: string): PageFailure[] {
  const verdict = verdictOfAnswer(file);
  const answer = describeAnswer(file).slice(printable(file.path).length + 2);
  if (file.kind === "unreadable") return [emptyFailure(file.path, verdict, file.message)];
  if (file.kind === "counterexample") {
    const own = counterexampleData(file.counterexample, timelines[0] ?? null, command);
    const absent = verdict === "fail" ? own.absent : null;
    return [{ ...own, verdict, absent, notes: [answer, file.path, file.origin, ...own.notes] }];
  }
  const failed = failuresOf(file.answer);
  if (failed.length === 0) return [emptyFailure(file.path, verdict, answer)];
  return failed.map((failure, at) => {
    const property = knownProperties.find(({ name }) => name === failure.property);
    const statement = property?.statement ?? "";
    const whole = { ...failure, statement, scenario: file.scenario, irrelevantFields: [] };
    const data = failureData(whole, timelines[at] ?? null);
    return { ...data, id: file.path, verdict, command, notes: [answer, file.path] };
  });
}

/** An answer without a failure to show. */
function emptyFailure(path: string, verdict: AnyVerdict, sentence: string): PageFailure {
  return {
    id: path,
    title: path,
    check: "",
    variant: "",
    severity: null,
    statement: "",
    rules: [],
    verdict,
    run: null,
    expected: [],
    actual: sentence.split("\n"),
    notes: [],
    flakyCalls: null,
    irrelevant: [],
    gates: [],
    start: [],
    timelines: null,
    absent: null,
    command: null,
    json: [],
  };
}
