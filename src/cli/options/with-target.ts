/** `--target`: opens the target for a command, and closes it in every case. */
import { openTarget, type OpenTarget } from "../../target/open-target.ts";
import { exitCodes, type ExitCode, type Terminal } from "../output/terminal.ts";

/** A pass becomes inconclusive where the target does not end in time. */
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
