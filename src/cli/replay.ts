/** `replay`: runs saved counterexamples or scenarios again, and prints an answer for each. */
import { existsSync, statSync } from "node:fs";
import { allProperties } from "../../properties/all.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import { selectApplicable } from "../fuzz/campaign-context.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import {
  findCounterexample,
  listCounterexamples,
  readReplayed,
  replayedFolders,
} from "../fuzz/counterexample-files.ts";
import { viewFailure } from "../fuzz/failure-view.ts";
import { judgeScenario, type ScenarioAnswer } from "../fuzz/judge-scenario.ts";
import { describeProvenance } from "../fuzz/provenance.ts";
import { replay, type Replay } from "../fuzz/replay.ts";
import { describeSkipped } from "../fuzz/skipped-property.ts";
import { checkEnd } from "../smoke/check-target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { renderCounterexample, renderFailedCheck } from "../report/counterexample-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Target } from "../simulation/target.ts";
import { withTarget, type TargetOptions } from "./options/with-target.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { traceFile } from "./output/trace-file.ts";
import { WireTape } from "./output/wire-tape.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

export type ReplayOptions = TargetOptions & { readonly trace?: boolean };

/** A file that cannot be read comes first; a failure is not hidden by what could not be judged. */
const worstFirst = [exitCodes.badInput, exitCodes.fail, exitCodes.inconclusive, exitCodes.pass];

/** Throws `BadInputError` for a name that is no file, folder or id. */
export async function replayCommand(
  name: string,
  { trace = false, ...options }: ReplayOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (trace && options.target === undefined) throw new BadInputError(noMessages);
  const paths = pathsOf(name);
  const tape = new WireTape();
  const replayAll = async ({ target, close }: OpenTarget) => {
    const codes: ExitCode[] = [];
    for (const path of paths) {
      codes.push(await replayFile(path, target, terminal));
      if (trace) terminal.out(await traceFile(path, target, tape));
    }
    const { verdict, title, detail } = checkEnd(target, await close());
    if (verdict !== "ok") {
      terminal.warn(`${title}: ${detail}`);
      codes.push(verdict === "missing" ? exitCodes.inconclusive : exitCodes.fail);
    }
    return worstFirst.find((code) => codes.includes(code)) ?? exitCodes.inconclusive;
  };
  return withTarget(options, replayAll, trace ? tape.onLine : undefined);
}

const noMessages =
  "--trace: expected --target COMMAND with it; the shipped pipeline runs in this process and sends no message";

function pathsOf(name: string): string[] {
  if (!existsSync(name)) return [findCounterexample(name, replayedFolders)];
  if (!statSync(name).isDirectory()) return [name];
  const paths = listCounterexamples([name]);
  if (paths.length > 0) return paths;
  throw new BadInputError(`${printable(name)}: no counterexample in this folder`);
}

async function replayFile(path: string, target: Target, terminal: Terminal): Promise<ExitCode> {
  try {
    const replayed = readReplayed(path);
    if (!("kind" in replayed)) return await judgeFile(path, replayed, target, terminal);
    const counterexample = replayed;
    const answer = await replayOn(target, counterexample);
    terminal.out(`${printable(path)}: ${answer.kind}${detailOf(answer)}\n`);
    terminal.out(`  ${describeOrigin(counterexample, target)}\n`);
    if (answer.kind === "still-fails" || answer.kind === "flaky") {
      const property = allProperties.find(({ name }) => name === counterexample.property);
      // One more run of a flaky failure may show something else.
      const isShown = answer.kind === "still-fails";
      const view = isShown ? await viewFailure(counterexample.scenario, target, property) : null;
      terminal.out(`\n${renderCounterexample(counterexample, view, terminal.style)}`);
    }
    return exitCodeOf(answer);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    terminal.out(`${printable(path)}: schema-mismatch\n`);
    terminal.warn(error.message);
    return exitCodes.badInput;
  }
}

/** A file with a scenario alone is judged by every property. */
async function judgeFile(
  path: string,
  scenario: Scenario,
  target: Target,
  terminal: Terminal,
): Promise<ExitCode> {
  const { properties } = selectApplicable(allProperties, target);
  const { verdict, stepsWithoutEffect } = await judgeScenario(scenario, target, properties);
  terminal.out(`${printable(path)}: ${verdict.kind}${describeVerdict(verdict)}\n`);
  for (const step of stepsWithoutEffect) {
    terminal.out(`  Nothing to act on: ${printable(step)}\n`);
  }
  for (const failed of "failures" in verdict ? verdict.failures : []) {
    const property = allProperties.find(({ name }) => name === failed.property);
    const isSteady = verdict.kind === "fails";
    const view = isSteady ? await viewFailure(scenario, target, property) : null;
    const shown = { ...failed, statement: property?.statement ?? "" };
    terminal.out(`\n${renderFailedCheck(shown, scenario, view, terminal.style)}`);
  }
  return verdictCodes[verdict.kind];
}

const verdictCodes = {
  passes: exitCodes.pass,
  fails: exitCodes.fail,
  flaky: exitCodes.fail,
  "not-observable": exitCodes.inconclusive,
  errored: exitCodes.inconclusive,
} as const;

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

async function replayOn(target: Target, counterexample: Counterexample): Promise<Replay> {
  const { properties, skippedProperties } = selectApplicable(allProperties, target);
  const skipped = skippedProperties.find(({ name }) => name === counterexample.property);
  if (skipped === undefined) return replay(counterexample, target, properties);
  if (skipped.missing.includes("sequences")) {
    const message = "the check requires sequences, which the target does not support";
    return { kind: "not-observable", message };
  }
  return { kind: "not-observable", message: describeSkipped(skipped) };
}

function exitCodeOf(answer: Replay): ExitCode {
  if (answer.kind !== "errored") return answerCodes[answer.kind];
  return answer.cause === "property" ? exitCodes.badInput : exitCodes.inconclusive;
}

const answerCodes = {
  fixed: exitCodes.pass,
  "still-fails": exitCodes.fail,
  // Also where it failed in no attempt: it may be rare, so it cannot be called fixed.
  flaky: exitCodes.fail,
  "fails-differently": exitCodes.fail,
  "not-observable": exitCodes.inconclusive,
} as const;

/** The origin is information only; an error here does not change the answer. */
function describeOrigin(counterexample: Counterexample, { profile }: Target): string {
  try {
    return describeProvenance(counterexample, profile);
  } catch (error) {
    return `its origin cannot be checked: ${String(error)}`;
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
