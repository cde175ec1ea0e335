/** The target that `--target` names: a command, or without the option the reference pipeline. */
import { BadInputError } from "../input/bad-input-error.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

export type OpenTarget = {
  readonly target: Target;
  /** The command, or null for the reference pipeline. */
  readonly command: string | null;
  /** Ends its process, which the next request starts again. Returns null, or what went wrong in the session. */
  readonly close: () => Promise<string | null>;
};

/**
 * Throws `TargetError` when the command does not start or does not speak the protocol, and
 * `BadInputError` for an empty command.
 */
export async function openTarget(command: string | undefined): Promise<OpenTarget> {
  if (command === undefined) {
    return { target: shippedPipeline, command: null, close: () => Promise.resolve(null) };
  }
  if (command.trim() === "") throw new BadInputError("--target: expected a command, got none");
  // Loaded on demand, so that the smoke test starts fast.
  const { openStdioTarget } = await import("./stdio/stdio-target.ts");
  return { command, ...(await openStdioTarget(command)) };
}
