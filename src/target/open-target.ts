/**
 * The target that `--target` names: a command, or without the option the reference pipeline. Its profile is that of a
 * file, of the answer to `initialize`, or of the file next to the bot: the first of them.
 */
import { BadInputError } from "../input/bad-input-error.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { findProfile, readProfile } from "../profile/read-profile.ts";
import type { WireLine } from "./stdio/wire-line.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

/** How a target is started. `wire`: it speaks with the REST interface of the exchange; else, with the harness. */
export type TargetCommand = {
  readonly kind: "stdio" | "wire";
  readonly text: string;
  /** Of a bot on the wire that does not exit: after so many milliseconds without a request its run is over. */
  readonly settleMs?: number | undefined;
  /** Whether a bot on the wire runs in a network of its own. */
  readonly isSealed?: boolean | undefined;
};

/** The options that name it, as written. */
export function optionsOf({ kind, text, settleMs, isSealed }: TargetCommand): string[] {
  const settle = settleMs === undefined ? [] : ["--settle", formatDuration(settleMs)];
  return [
    kind === "wire" ? "--wire" : "--target",
    text,
    ...settle,
    ...(isSealed === true ? ["--sealed"] : []),
  ];
}

/** As `parseDuration` reads it, and short enough for the option. */
export function formatDuration(ms: number): string {
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}

export type TargetDetails = {
  /** The file of a profile. */
  readonly profilePath?: string | undefined;
  /** Called with each line that a process of the command gets or writes. */
  readonly onLine?: ((line: WireLine) => void) | undefined;
};

export type OpenTarget = {
  readonly target: Target;
  /** Null for the reference pipeline. */
  readonly command: TargetCommand | null;
  /** Ends its process, which the next request starts again. Returns null, or what went wrong in the session. */
  readonly close: () => Promise<string | null>;
};

/**
 * Throws `TargetError` when the command does not start or does not speak the protocol, and
 * `BadInputError` for an empty command. `onLine` gets each line to and from its processes.
 */
export async function openTarget(
  command: TargetCommand | undefined,
  { profilePath, onLine }: TargetDetails = {},
): Promise<OpenTarget> {
  const named = profilePath === undefined ? undefined : readProfile(profilePath);
  if (command === undefined) {
    const target = withProfile(shippedPipeline, named);
    return { target, command: null, close: () => Promise.resolve(null) };
  }
  const { kind, text } = command;
  if (text.trim() === "") {
    const option = kind === "wire" ? "--wire" : "--target";
    throw new BadInputError(`${option}: expected a command, got none`);
  }
  const profileOf = (answered: BotProfile | undefined) => named ?? answered ?? profileNextTo(text);
  return { command, ...(await openCommand(command, profileOf, onLine)) };
}

/** Loaded on demand, so that the smoke test starts fast. */
async function openCommand(
  { kind, text, settleMs, isSealed }: TargetCommand,
  profileOf: (answered: BotProfile | undefined) => BotProfile | undefined,
  onLine: TargetDetails["onLine"],
): Promise<Omit<OpenTarget, "command">> {
  if (kind === "stdio") {
    const { openStdioTarget } = await import("./stdio/stdio-target.ts");
    return openStdioTarget(text, undefined, onLine, profileOf);
  }
  const profile = profileOf(undefined);
  const { openWireTarget } = await import("./wire/wire-target.ts");
  const opened = await openWireTarget(text, { settleMs, isSealed });
  return { ...opened, target: withProfile(opened.target, profile) };
}

function profileNextTo(command: string): BotProfile | undefined {
  const path = findProfile(command);
  return path === null ? undefined : readProfile(path);
}

function withProfile(target: Target, profile: BotProfile | undefined): Target {
  return profile === undefined ? target : { ...target, profile };
}
