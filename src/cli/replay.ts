/** `replay`: runs saved counterexamples or scenarios again, and prints an answer for each. */
import { existsSync, statSync } from "node:fs";
import { printable } from "../domain/printable-text.ts";
import { answerFile, type FileAnswer } from "../fuzz/answer-file.ts";
import {
  findCounterexample,
  listCounterexamples,
  readReplayed,
  replayedFolders,
} from "../fuzz/counterexample-files.ts";
import { showFailure } from "../fuzz/failure-timelines.ts";
import type { FailureTimelines } from "../fuzz/timeline-schema.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import {
  renderAnswer,
  renderReplayJson,
  renderReplayQuietly,
  shownFailures,
  verdictOf,
} from "../report/replay-report.ts";
import { renderKeptTest, type TestFramework } from "../report/kept-test.ts";
import type { Target } from "../simulation/target.ts";
import { checkEnd } from "../smoke/check-target.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { replayPage, type ShownAnswer } from "../report/page/replay-page.ts";
import { readReportFiles } from "./options/report-files.ts";
import { replayCommandOf } from "./output/save-failures.ts";
import { writePages } from "./output/write-pages.ts";
import { traceFile } from "./output/trace-file.ts";
import { WireRecorder } from "./output/wire-recorder.ts";
import {
  inputFilesOf,
  targetWords,
  withTarget,
  type TargetOptions,
} from "./options/with-target.ts";
import {
  exitCodes,
  printsText,
  type ExitCode,
  type OutputOptions,
  type Terminal,
} from "./output/terminal.ts";

export type ReplayOptions = OutputOptions &
  TargetOptions & {
    readonly trace?: boolean;
    readonly as?: TestFramework;
    readonly report?: readonly string[];
  };

/** Throws `BadInputError` for a name that is no file, folder or id. */
export async function replayCommand(
  name: string,
  { trace = false, ...options }: ReplayOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (trace && options.target === undefined) throw new BadInputError(noMessages);
  const paths = pathsOf(name);
  const reports = readReportFiles(
    options.report ?? [],
    ["html"],
    [...paths, ...inputFilesOf(options)],
  );
  const showsAll = printsText(options) || reports.length > 0;
  if (options.as !== undefined) {
    terminal.out(keptTestOf(paths, options.as, options));
    return exitCodes.pass;
  }
  const recorder = new WireRecorder();
  const words = targetWords(options);
  const replayAll = async ({ target, close }: OpenTarget) => {
    const answers: FileAnswer[] = [];
    const shown: ShownAnswer[] = [];
    for (const path of paths) {
      const answer = await answerFile(path, target);
      answers.push(answer);
      const timelines = showsAll ? await showAnswer(answer, target) : [];
      shown.push({ file: answer, timelines });
      if (printsText(options)) terminal.out(renderAnswer(answer, timelines, terminal.style));
      if (answer.kind === "unreadable") terminal.warn(answer.message);
      if (trace) terminal.out(await traceFile(path, target, recorder));
    }
    const end = checkEnd(target, await close());
    if (end.verdict !== "ok") terminal.warn(`${end.title}: ${end.detail}`);
    const report = { target: target.name, answers, end };
    if (options.json === true) terminal.out(renderReplayJson(report));
    else if (options.quiet === true) terminal.out(renderReplayQuietly(report));
    if (reports.length > 0) {
      const page = replayPage(report, shown, (path) => replayCommandOf(path, words));
      await writePages(page, reports, terminal);
    }
    const verdict = verdictOf(report);
    return verdict === "bad-input" ? exitCodes.badInput : exitCodes[verdict];
  };
  return withTarget(options, replayAll, trace ? recorder.onLine : undefined);
}

const noMessages =
  "--trace: expected --target COMMAND with it; the shipped pipeline runs in this process and sends no message";

/** Runs nothing. Throws `BadInputError` for anything but one counterexample. */
function keptTestOf(
  [path, ...others]: readonly string[],
  framework: TestFramework,
  options: TargetOptions,
): string {
  const replayed = path === undefined || others.length > 0 ? null : readReplayed(path);
  if (replayed !== null && "kind" in replayed)
    return renderKeptTest(replayed, framework, targetWords(options));
  throw new BadInputError("--as: expected one counterexample, such as its id or its file");
}

function pathsOf(name: string): string[] {
  if (!existsSync(name)) return [findCounterexample(name, replayedFolders)];
  if (!statSync(name).isDirectory()) return [name];
  const paths = listCounterexamples([name]);
  if (paths.length > 0) return paths;
  throw new BadInputError(`${printable(name)}: no counterexample in this folder`);
}

/** One more run of each failure; of a flaky one it may show something else. */
async function showAnswer(
  answer: FileAnswer,
  target: Target,
): Promise<readonly (FailureTimelines | null)[]> {
  const timelines: (FailureTimelines | null)[] = [];
  for (const failure of shownFailures(answer)) {
    timelines.push(failure.steady ? await showFailure(failure, target) : null);
  }
  return timelines;
}
