/** `replay`: runs saved counterexamples again, by their value, and says what became of each. */
import { existsSync, statSync } from "node:fs";
import { allProperties } from "../../properties/all.ts";
import { printable } from "../domain/printable-text.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import {
  findCounterexample,
  listRegressions,
  readCounterexample,
  regressionsFolder,
} from "../fuzz/counterexample-files.ts";
import { replay } from "../fuzz/replay.ts";
import type { Replay } from "../fuzz/replay.ts";
import { viewFailure } from "../fuzz/failure-view.ts";
import { describeMissing } from "../fuzz/skipped-property.ts";
import type { Target } from "../simulation/target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { renderCounterexample } from "../report/counterexample-report.ts";
import { replayCommandOf } from "./output/publish-campaign.ts";
import { selectApplicable } from "../fuzz/campaign-context.ts";
import { describeProvenance } from "../fuzz/provenance.ts";
import { withTarget } from "./with-target.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { exitCodes } from "./output/terminal.ts";
import type { ExitCode, Terminal } from "./output/terminal.ts";

const answerExitCodes = {
  "still-fails": exitCodes.fail,
  fixed: exitCodes.pass,
  "fails-differently": exitCodes.fail,
  unseen: exitCodes.inconclusive,
  error: exitCodes.badInput,
  "target-broke": exitCodes.inconclusive,
} as const satisfies Record<Replay["answer"], ExitCode>;

/** A file that cannot be read comes first; what still fails is not hidden by what nobody could judge. */
const worstFirst = [exitCodes.badInput, exitCodes.fail, exitCodes.inconclusive, exitCodes.pass];

/** Throws `BadInputError` when there is nothing of that name. */
export async function replayCommand(
  what: string,
  targetCommand: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const paths = pathsOf(what);
  return withTarget(targetCommand, terminal, (opened) => replayAll(paths, opened, terminal));
}

async function replayAll(
  paths: readonly string[],
  opened: OpenTarget,
  terminal: Terminal,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const path of paths) codes.push(await replayFile(path, opened, terminal));
  return worstFirst.find((code) => codes.includes(code)) ?? exitCodes.inconclusive;
}

function pathsOf(what: string): string[] {
  if (!existsSync(what)) return [findCounterexample(what, regressionsFolder)];
  if (!statSync(what).isDirectory()) return [what];
  const paths = listRegressions(what);
  if (paths.length === 0)
    throw new BadInputError(`${printable(what)}: no counterexample in this folder`);
  return paths;
}

async function replayFile(
  path: string,
  { target, command: targetCommand }: OpenTarget,
  terminal: Terminal,
): Promise<ExitCode> {
  const name = printable(path);
  try {
    const counterexample = readCounterexample(path);
    const answer = await replayOn(target, counterexample);
    terminal.out(`${name}: ${answer.answer}${describe(answer)}\n`);
    terminal.out(`  ${describeProvenanceSafely(counterexample)}\n`);
    if (answer.answer === "still-fails") {
      const { property, scenario } = counterexample;
      const broken = allProperties.find(({ name: known }) => known === property);
      const shown = await viewFailure(scenario, target, broken);
      const command = replayCommandOf(path, targetCommand);
      terminal.out(`\n${renderCounterexample(counterexample, shown, command)}`);
    }
    return answerExitCodes[answer.answer];
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    terminal.out(`${name}: stale\n`);
    terminal.warn(error.message);
    return exitCodes.badInput;
  }
}

/** A property that compares what the target does not report cannot judge the replay. */
async function replayOn(target: Target, counterexample: Counterexample): Promise<Replay> {
  const hasSequences = target.supportsSequences !== false;
  const { properties, skippedProperties } = selectApplicable(allProperties, target, hasSequences);
  const left = skippedProperties.find(({ name }) => name === counterexample.property);
  if (left === undefined) return replay(counterexample, target, properties);
  if (left.missing.includes("sequences")) {
    return { answer: "unseen", message: "the check takes sequences, and the target supports none" };
  }
  return { answer: "error", message: describeMissing(left.missing) };
}

/** The origin is a cross-check only: whatever becomes of it, the replay's answer stands. */
function describeProvenanceSafely(counterexample: Counterexample): string {
  try {
    return describeProvenance(counterexample);
  } catch (error) {
    return `where it came from cannot be told: ${String(error)}`;
  }
}

function describe(answer: Replay): string {
  if (answer.answer === "fixed" && !answer.judged) return ", because its premise no longer holds";
  if (answer.answer === "fails-differently") return `: ${answer.broken.join(", ")}`;
  return "message" in answer ? `: ${answer.message}` : "";
}
