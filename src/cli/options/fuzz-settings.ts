/** The options of `fuzz`, checked before anything runs. */
import { randomInt } from "node:crypto";
import { parseDuration } from "../../fuzz/limits.ts";
import { wireRuns, wireSequences } from "../../fuzz/wire-runs.ts";
import type { Shard } from "../../fuzz/batch.ts";
import { badOption } from "../../input/bad-input-error.ts";
import { inputFilesOf } from "./with-target.ts";
import { readReportFiles, reportKinds } from "./report-files.ts";

type OptionValues = Record<
  | "seed"
  | "runs"
  | "sequences"
  | "maxTime"
  | "workers"
  | "shard"
  | "target"
  | "wire"
  | "settle"
  | "botProfile"
  | "known",
  string
> &
  Record<"property" | "without" | "report" | "attach", readonly string[]> &
  Record<"bail" | "sealed" | "save" | "verbose" | "json" | "quiet" | "watch", boolean> & {
    preset: keyof typeof presets;
  };
/** The options as written. */
export type FuzzOptions = Readonly<Partial<OptionValues>>;

const presets = {
  pr: { runs: 20_000, sequences: 5_000, maxTimeMs: 10 * 60_000 },
  nightly: { runs: 1_000_000, sequences: 1_000_000, maxTimeMs: 60 * 60_000 },
  soak: { runs: 1_000_000_000, sequences: 1_000_000_000, maxTimeMs: 8 * 60 * 60_000 },
} as const;

export type FuzzSettings = ReturnType<typeof readFuzzSettings>;

const defaults = { runs: 10_000, sequences: 2_000, maxTimeMs: null } as const;
const runsMax = 1_000_000_000;
const workersMax = 256;
const shardsMax = 10_000;
export const seedMax = 2 ** 31 - 1;

/** Throws `BadInputError`. */
export function readFuzzSettings(options: FuzzOptions) {
  const usual =
    options.wire === undefined
      ? defaults
      : { ...defaults, runs: wireRuns, sequences: wireSequences };
  const preset = options.preset === undefined ? usual : presets[options.preset];
  return {
    seed: readInteger("--seed", options.seed, -seedMax, seedMax) ?? randomInt(seedMax),
    runs: readInteger("--runs", options.runs, 1, runsMax) ?? preset.runs,
    sequences: readInteger("--sequences", options.sequences, 0, runsMax) ?? preset.sequences,
    maxTimeMs: parseDuration("--max-time", options.maxTime) ?? preset.maxTimeMs,
    workers: readInteger("--workers", options.workers, 1, workersMax) ?? 1,
    shard: readShard(options.shard),
    bail: options.bail === true,
    botProfile: options.botProfile,
    reports: readReportFiles(options.report ?? [], reportKinds, [
      ...(options.attach ?? []),
      ...(options.known === undefined ? [] : [options.known]),
      ...inputFilesOf(options),
    ]),
    save: options.save === true,
    verbose: options.verbose === true,
    json: options.json === true,
    quiet: options.quiet === true,
  };
}

/** Null without the option. Throws `BadInputError`. */
export function readInteger(
  option: string,
  written: string | undefined,
  least: number,
  most: number,
): number | null {
  if (written === undefined) return null;
  const value = /^-?\d{1,12}$/.test(written) ? Number(written) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw badOption(option, `a whole number from ${least} to ${most}`, written);
}

function readShard(written: string | undefined): Shard | null {
  if (written === undefined) return null;
  const [, index = 0, total = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(written) ?? []).map(Number);
  if (index >= 1 && index <= total && total <= shardsMax) return { index, total };
  throw badOption("--shard", "I/N with I from 1 to N, such as 1/4", written);
}
