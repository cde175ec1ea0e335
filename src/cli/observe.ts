/** `observe`: judges runs that already happened by their records, and writes a scenario for each violation. */
import { join } from "node:path";
import { allProperties } from "../../properties/all.ts";
import { counterexampleId } from "../fuzz/counterexample.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { printable } from "../domain/printable-text.ts";
import { describeSystemError, writeWholeFile } from "../input/whole-file.ts";
import { judgeRecords, type RecordedViolation } from "../records/judge-records.ts";
import type { ObservedRecords } from "../records/observed-case.ts";
import { readRecords } from "../records/read-records.ts";
import { scenarioOfRun } from "../records/scenario-of-run.ts";
import {
  renderObserve,
  renderObserveJson,
  renderObserveQuietly,
  type SavedViolation,
} from "../report/observe-report.ts";
import { replayCommandOf } from "./output/save-failures.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

export type ObserveOptions = OutputOptions & {
  readonly settings?: string;
  readonly log?: string;
  readonly orders?: string;
  readonly trades?: string;
  readonly out: string;
};

/** Throws `BadInputError`. */
export function observe(
  trails: readonly string[],
  { out, settings, log, orders, trades, ...output }: ObserveOptions,
  terminal: Terminal,
): ExitCode {
  const records = readRecords({
    trails,
    ...(settings !== undefined && { settings }),
    ...(log !== undefined && { log }),
    ...(orders !== undefined && { orders }),
    ...(trades !== undefined && { trades }),
  });
  const judged = judgeRecords(records);
  const saved = judged.violations.map((violation) => save(violation, judged.observed, out));
  const report = { judged, saved, lines: records };
  if (output.json === true) terminal.out(renderObserveJson(report));
  else if (output.quiet === true) terminal.out(renderObserveQuietly(report));
  else terminal.out(renderObserve(report, output.verbose === true, terminal.style));
  return exitCodes[judged.verdict];
}

/** The records do not contain the command of the bot, so the reader puts it in place of COMMAND. */
const unknownTarget = ["--target", "COMMAND"] as const;

const ofNoRun = "it is in no run that the trail has";

/** Throws `BadInputError` for a folder that cannot be written. */
function save(
  violation: RecordedViolation,
  observed: ObservedRecords,
  folder: string,
): SavedViolation {
  const { property, check, run } = violation;
  if (run === null) return { violation, scenario: { missing: ofNoRun } };
  const statement = allProperties.find(({ name }) => name === property)?.statement ?? "";
  const scenario = scenarioOfRun(observed, run, { property, statement });
  if (typeof scenario === "string") return { violation, scenario: { missing: scenario } };
  const id = counterexampleId({ property, check, scenario });
  const path = join(folder, `${property}--${check}--${id}.json`);
  try {
    writeWholeFile(path, `${JSON.stringify(scenario, null, 2)}\n`);
  } catch (error) {
    throw new BadInputError(
      `--out: ${printable(path)}: ${describeSystemError(error)}; name a folder that can be written`,
      { cause: error },
    );
  }
  return { violation, scenario: { path, command: replayCommandOf(path, unknownTarget) } };
}
