/** `--target`: opens the target for a command, and closes it in every case. */
import { openTarget, type OpenTarget } from "../../target/open-target.ts";

/**
 * A command ends the target itself before it reports, because the end shows faults and late port calls. Where
 * it throws, or the target started again, this ends it.
 */
export async function withTarget<Result>(
  command: string | undefined,
  run: (opened: OpenTarget) => Promise<Result>,
): Promise<Result> {
  const opened = await openTarget(command);
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}
