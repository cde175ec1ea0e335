/**
 * The target that `--target` names: a command, or without the option the reference pipeline. Its profile is that of a
 * file, of the answer to `initialize`, or of the file next to the bot: the first of them.
 */
import { BadInputError } from "../input/bad-input-error.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { findProfile, readProfile } from "../profile/read-profile.ts";
import type { WireLine } from "./stdio/wire-line.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

export type TargetDetails = {
  /** The file of a profile. */
  readonly profilePath?: string | undefined;
  /** Called with each line that a process of the command gets or writes. */
  readonly onLine?: ((line: WireLine) => void) | undefined;
};

export type OpenTarget = {
  readonly target: Target;
  /** The command, or null for the reference pipeline. */
  readonly command: string | null;
  /** Ends its process, which the next request starts again. Returns null, or what went wrong in the session. */
  readonly close: () => Promise<string | null>;
};

/**
 * Throws `TargetError` when the command does not start or does not speak the protocol, and
 * `BadInputError` for an empty command. `onLine` gets each line to and from its processes.
 */
export async function openTarget(
  command: string | undefined,
  { profilePath, onLine }: TargetDetails = {},
): Promise<OpenTarget> {
  const named = profilePath === undefined ? undefined : readProfile(profilePath);
  if (command === undefined) {
    const target = withProfile(shippedPipeline, named);
    return { target, command: null, close: () => Promise.resolve(null) };
  }
  if (command.trim() === "") throw new BadInputError("--target: expected a command, got none");
  // Loaded on demand, so that the smoke test starts fast.
  const { openStdioTarget } = await import("./stdio/stdio-target.ts");
  const opened = await openStdioTarget(command, undefined, onLine);
  try {
    const profile = named ?? opened.target.profile ?? profileNextTo(command);
    return { command, ...opened, target: withProfile(opened.target, profile) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function profileNextTo(command: string): BotProfile | undefined {
  const path = findProfile(command);
  return path === null ? undefined : readProfile(path);
}

function withProfile(target: Target, profile: BotProfile | undefined): Target {
  return profile === undefined ? target : { ...target, profile };
}
