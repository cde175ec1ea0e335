/** Opens the target of a command, and closes it whatever happens. */
import { openTarget } from "../target/open-target.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { exitCodes } from "./output/terminal.ts";
import type { ExitCode, Terminal } from "./output/terminal.ts";

/** Runs something against a target. A target that does not end in time is no success. */
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
    return code === exitCodes.pass ? exitCodes.inconclusive : code;
  } finally {
    if (!closed) await opened.close();
  }
}
