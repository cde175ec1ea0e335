/** `replay`: runs saved counterexamples again, and prints an answer for each. */
import { existsSync, statSync } from "node:fs";
import { allProperties } from "../../properties/all.ts";
import { printable } from "../domain/printable-text.ts";
import { selectApplicable } from "../fuzz/campaign-context.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import {
  findCounterexample,
  listCounterexamples,
  readCounterexample,
  replayedFolders,
} from "../fuzz/counterexample-files.ts";
import { viewFailure } from "../fuzz/failure-view.ts";
import { describeProvenance } from "../fuzz/provenance.ts";
import { replay, type Replay } from "../fuzz/replay.ts";
import { describeMissing } from "../fuzz/skipped-property.ts";
import { checkEnd } from "../smoke/check-target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { renderCounterexample } from "../report/counterexample-report.ts";
import type { Target } from "../simulation/target.ts";
import { withTarget } from "./options/with-target.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

/** A file that cannot be read comes first; a failure is not hidden by what could not be judged. */
const worstFirst = [exitCodes.badInput, exitCodes.fail, exitCodes.inconclusive, exitCodes.pass];

/** Throws `BadInputError` for a name that is no file, folder or id. */
export async function replayCommand(
  name: string,
  targetCommand: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const paths = pathsOf(name);
  return withTarget(targetCommand, async ({ target, close }) => {
    const codes: ExitCode[] = [];
    for (const path of paths) codes.push(await replayFile(path, target, terminal));
    const { verdict, title, detail } = checkEnd(target, await close());
    if (verdict !== "ok") {
      terminal.warn(`${title}: ${detail}`);
      codes.push(verdict === "missing" ? exitCodes.inconclusive : exitCodes.fail);
    }
    return worstFirst.find((code) => codes.includes(code)) ?? exitCodes.inconclusive;
  });
}

function pathsOf(name: string): string[] {
  if (!existsSync(name)) return [findCounterexample(name, replayedFolders)];
  if (!statSync(name).isDirectory()) return [name];
  const paths = listCounterexamples([name]);
  if (paths.length > 0) return paths;
  throw new BadInputError(`${printable(name)}: no counterexample in this folder`);
}

async function replayFile(path: string, target: Target, terminal: Terminal): Promise<ExitCode> {
  try {
    const counterexample = readCounterexample(path);
    const answer = await replayOn(target, counterexample);
    terminal.out(`${printable(path)}: ${answer.kind}${detailOf(answer)}\n`);
    terminal.out(`  ${describeOrigin(counterexample)}\n`);
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

async function replayOn(target: Target, counterexample: Counterexample): Promise<Replay> {
  const { properties, skippedProperties } = selectApplicable(allProperties, target);
  const skipped = skippedProperties.find(({ name }) => name === counterexample.property);
  if (skipped === undefined) return replay(counterexample, target, properties);
  if (skipped.missing.includes("sequences")) {
    const message = "the check requires sequences, which the target does not support";
    return { kind: "not-observable", message };
  }
  return { kind: "not-observable", message: describeMissing(skipped.missing) };
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
function describeOrigin(counterexample: Counterexample): string {
  try {
    return describeProvenance(counterexample);
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
