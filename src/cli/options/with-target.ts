/** `--target`, `--wire`, `--settle` and `--bot-profile`: opens the target for a command, and closes it in every case. */
import { parseDuration } from "../../fuzz/limits.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import {
  openTarget,
  optionsOf,
  type OpenTarget,
  type TargetCommand,
} from "../../target/open-target.ts";
import type { WireLine } from "../../target/stdio/wire-line.ts";

/** As written. */
export type TargetOptions = {
  readonly target?: string | undefined;
  /** The command of a bot on the wire. */
  readonly wire?: string | undefined;
  readonly settle?: string | undefined;
  /** Whether that bot runs in a network of its own. */
  readonly sealed?: boolean | undefined;
  /** A file. */
  readonly botProfile?: string | undefined;
};

/** The files that the options name. No report may replace them. */
export function inputFilesOf({ botProfile }: TargetOptions): readonly string[] {
  return botProfile === undefined ? [] : [botProfile];
}

/**
 * A command ends the target itself before it reports, because the end shows faults and late port calls. Where
 * it throws, or the target started again, this ends it.
 */
export async function withTarget<Result>(
  options: TargetOptions,
  run: (opened: OpenTarget) => Promise<Result>,
  onLine?: (line: WireLine) => void,
): Promise<Result> {
  const opened = await openTarget(commandOf(options), { profilePath: options.botProfile, onLine });
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}

/** The words that name the target; none for the pipeline that ships here. Throws `BadInputError`. */
export function targetWords(options: TargetOptions): string[] {
  const { botProfile } = options;
  const command = commandOf(options);
  return [
    ...(command === undefined ? [] : optionsOf(command)),
    ...(botProfile === undefined ? [] : ["--bot-profile", botProfile]),
  ];
}

/** Undefined for the pipeline that ships here. Throws `BadInputError`. */
export function commandOf({
  target,
  wire,
  settle,
  sealed,
}: TargetOptions): TargetCommand | undefined {
  const alone = settle !== undefined ? "--settle" : sealed === true ? "--sealed" : null;
  if (alone !== null && wire === undefined) {
    throw new BadInputError(`${alone}: add --wire; only a bot on the wire needs it`);
  }
  if (wire !== undefined) {
    const settleMs = parseDuration("--settle", settle) ?? undefined;
    return { kind: "wire", text: wire, settleMs, isSealed: sealed };
  }
  return target === undefined ? undefined : { kind: "stdio", text: target };
}
