/** `--target` and `--bot-profile`: opens the target for a command, and closes it in every case. */
import { openTarget, type OpenTarget } from "../../target/open-target.ts";
import type { WireLine } from "../../target/stdio/wire-line.ts";

/** As written. */
export type TargetOptions = {
  readonly target?: string | undefined;
  /** A file. */
  readonly botProfile?: string | undefined;
};

/**
 * A command ends the target itself before it reports, because the end shows faults and late port calls. Where
 * it throws, or the target started again, this ends it.
 */
export async function withTarget<Result>(
  { target, botProfile }: TargetOptions,
  run: (opened: OpenTarget) => Promise<Result>,
  onLine?: (line: WireLine) => void,
): Promise<Result> {
  const opened = await openTarget(target, { profilePath: botProfile, onLine });
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}
