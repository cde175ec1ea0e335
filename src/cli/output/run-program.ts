/** Runs a command line program: terminal, usage errors, exit code. */
import { styleText } from "node:util";
import { CommanderError, type Command } from "commander";
import { printable } from "../../domain/printable-text.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import { describeSystemError } from "../../input/whole-file.ts";
import { TargetError } from "../../simulation/target.ts";
import { exitCodes, type ExitCode, type Terminal } from "./terminal.ts";

export const terminal: Terminal = {
  env: process.env,
  out: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(`${text.split("\n").map(printable).join("\n")}\n`),
  // styleText checks the stream and FORCE_COLOR, which would override NO_COLOR.
  style: (format, text) =>
    (process.env["NO_COLOR"] ?? "") !== ""
      ? text
      : styleText(format, text, { stream: process.stdout }),
};

/** The action of a command: runs it and sets the exit code. */
export function exitWith<Given extends unknown[]>(
  run: (...given: Given) => ExitCode | Promise<ExitCode>,
) {
  return async (...given: Given): Promise<void> => {
    process.exitCode = await run(...given);
  };
}

/** Parses the arguments of this process, runs the command, and sets the exit code. */
export async function runProgram(program: Command): Promise<void> {
  process.stdout.on("error", warnOnce);
  // A closed terminal; no place is left for a warning.
  process.stderr.on("error", () => undefined);
  // A limit on the size of files is an error of the write, and no reason to end.
  process.on("SIGXFSZ", () => undefined);
  for (const command of withSubcommands(program)) {
    command
      .showHelpAfterError("(--help shows the commands and options)")
      .configureOutput({ writeErr: (text) => terminal.warn(text.trimEnd()) })
      .exitOverride();
  }
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOfError(error);
  }
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Commander's code is 0 after help and version, and 1 after a usage error, which is 2 here. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.pass : exitCodes.badInput;
  }
  if (error instanceof BadInputError) {
    terminal.warn(error.message);
    return exitCodes.badInput;
  }
  if (error instanceof TargetError) {
    terminal.warn(`the target: ${error.message}`);
    return exitCodes.inconclusive;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.warn(`This is a defect of reconcile-harness; nothing was judged.\n${detail}`);
  return exitCodes.inconclusive;
}

let hasWarned = false;

/** A reader that has gone or a full disk changes neither the work nor the exit code. */
function warnOnce(error: NodeJS.ErrnoException): void {
  if (!hasWarned) terminal.warn(`warning: standard output: ${describeSystemError(error)}`);
  hasWarned = true;
}
