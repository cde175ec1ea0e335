/** The target that `--target` names: a command to start, or the pipeline that ships here. */
import { BadInputError } from "../input/bad-input-error.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";

export type OpenTarget = {
  readonly target: Target;
  /** The command, or null for the pipeline that ships here. */
  readonly command: string | null;
  /** Ends its process. Returns null, or the reason for which the end failed. */
  readonly close: () => Promise<string | null>;
};

/** Throws `TargetError` when the command does not start or does not speak the protocol, `BadInputError` for none. */
export async function openTarget(command: string | undefined): Promise<OpenTarget> {
  if (command === undefined) {
    return { target: shippedPipeline, command: null, close: () => Promise.resolve(null) };
  }
  if (command.trim() === "") throw new BadInputError("--target: expected a command, got none");
  // Loaded only when it is needed, so that the smoke test starts at once.
  const { openStdioTarget } = await import("./stdio/stdio-target.ts");
  return { command, ...(await openStdioTarget(command)) };
}
