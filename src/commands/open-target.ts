/** What `--target` stands for: a command that is started, or the pipeline that ships here. */
import { shippedPipeline } from "../harness/target.ts";
import type { Target } from "../harness/target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { exitCodes } from "./terminal.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export type OpenTarget = {
  readonly target: Target;
  /** The command, or null for the pipeline that ships here. */
  readonly command: string | null;
  /** Ends its process. Answers null, or what was wrong with the end. */
  readonly close: () => Promise<string | null>;
};

/** Throws `TargetError` when the command does not start or does not converse, `BadInputError` for none. */
export async function openTarget(command: string | undefined): Promise<OpenTarget> {
  if (command === undefined) {
    return { target: shippedPipeline, command: null, close: () => Promise.resolve(null) };
  }
  if (command.trim() === "") throw new BadInputError("--target: expected a command, got none");
  // Loaded only for it, so that the smoke test starts at once.
  const { openStdioTarget } = await import("../harness/stdio/stdio-target.ts");
  return { command, ...(await openStdioTarget(command)) };
}

/** Runs something against a target and ends the target, whatever happens. A bad end is no success. */
export async function withTarget(
  command: string | undefined,
  terminal: Terminal,
  run: (opened: OpenTarget) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = await openTarget(command);
  let closed = false;
  try {
    const code = await run(opened);
    closed = true;
    const fault = await opened.close();
    if (fault === null) return code;
    terminal.warn(`the target: ${fault}`);
    return code === exitCodes.holds ? exitCodes.inconclusive : code;
  } finally {
    if (!closed) await opened.close();
  }
}
