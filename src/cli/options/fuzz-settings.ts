/** The options of `fuzz`, checked before anything runs. */
import { randomInt } from "node:crypto";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Shard } from "../../fuzz/batch.ts";
import { printableShort } from "../../domain/printable-text.ts";
import { BadInputError } from "../../input/bad-input-error.ts";

export type FuzzOptions = {
  readonly seed?: string;
  readonly runs?: string;
  readonly sequences?: string;
  readonly maxTime?: string;
  readonly property?: readonly string[];
  readonly workers?: string;
  readonly shard?: string;
  readonly bail?: boolean;
  readonly report?: readonly string[];
  readonly preset?: keyof typeof presets;
  readonly target?: string;
};

export const reportKinds = ["json", "ndjson", "junit"] as const;
type ReportKind = (typeof reportKinds)[number];
export type ReportFile<Kind extends string = ReportKind> = {
  readonly kind: Kind;
  readonly path: string;
};

const presets = {
  pr: { runs: 20_000, sequences: 5_000, maxTimeMs: 10 * 60_000 },
  nightly: { runs: 1_000_000, sequences: 1_000_000, maxTimeMs: 60 * 60_000 },
  soak: { runs: 1_000_000_000, sequences: 1_000_000_000, maxTimeMs: 8 * 60 * 60_000 },
} as const;

export type FuzzSettings = {
  readonly seed: number;
  readonly runs: number;
  readonly sequences: number;
  /** Null: as long as it takes. */
  readonly maxTimeMs: number | null;
  readonly workers: number;
  readonly shard: Shard | null;
  readonly bail: boolean;
  readonly reports: readonly ReportFile[];
};

const defaultRuns = 10_000;
const defaultSequences = 2_000;
const runsMax = 1_000_000_000;
const workersMax = 256;
const shardsMax = 10_000;
export const seedMax = 2 ** 31 - 1;

/** Throws `BadInputError`. */
export function readFuzzSettings(options: FuzzOptions): FuzzSettings {
  const preset = options.preset === undefined ? null : presets[options.preset];
  return {
    seed: readInteger("--seed", options.seed, -seedMax, seedMax) ?? randomInt(seedMax),
    runs: readInteger("--runs", options.runs, 1, runsMax) ?? preset?.runs ?? defaultRuns,
    sequences:
      readInteger("--sequences", options.sequences, 0, runsMax) ??
      preset?.sequences ??
      defaultSequences,
    maxTimeMs: readDuration(options.maxTime) ?? preset?.maxTimeMs ?? null,
    workers: readInteger("--workers", options.workers, 1, workersMax) ?? 1,
    shard: readShard(options.shard),
    bail: options.bail === true,
    reports: readReportFiles(options.report ?? [], reportKinds),
  };
}

/** Throws `BadInputError`; null when nothing was written. */
export function readInteger(
  option: string,
  written: string | undefined,
  least: number,
  most: number,
): number | null {
  if (written === undefined) return null;
  const value = /^-?\d{1,12}$/.test(written) ? Number(written) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new BadInputError(
    `${option}: expected a whole number from ${least} to ${most}, got '${printableShort(written)}'`,
  );
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function readDuration(written: string | undefined): number | null {
  if (written === undefined) return null;
  const [, digits = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(written) ?? [];
  const value = Number(digits) * (unitMs[unit] ?? 0);
  if (value > 0) return value;
  throw new BadInputError(
    `--max-time: expected a time such as 30s, 10m or 2h, got '${printableShort(written)}'`,
  );
}

function readShard(written: string | undefined): FuzzSettings["shard"] {
  if (written === undefined) return null;
  const [, index, total] = (/^(\d{1,5})\/(\d{1,5})$/.exec(written) ?? []).map(Number);
  if (
    index !== undefined &&
    total !== undefined &&
    index >= 1 &&
    index <= total &&
    total <= shardsMax
  ) {
    return { index, total };
  }
  throw new BadInputError(
    `--shard: expected I/N with I from 1 to N, such as 1/4, got '${printableShort(written)}'`,
  );
}

/** Finds out before the work starts whether each report can be written. Throws `BadInputError`. */
export function readReportFiles<Kind extends string>(
  written: readonly string[],
  kinds: readonly Kind[],
): ReportFile<Kind>[] {
  return written.map((text) => {
    const [, word = "", path = ""] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
    const kind = kinds.find((known) => known === word);
    if (kind === undefined) {
      throw new BadInputError(
        `--report: expected KIND=FILE with ${kinds.join(", ")} for KIND, got '${printableShort(text)}'`,
      );
    }
    const problem = whyNotWritable(path);
    if (problem !== null) throw new BadInputError(`--report: ${printableShort(path)}: ${problem}`);
    return { kind, path };
  });
}

function whyNotWritable(path: string): string | null {
  try {
    if (existsSync(path) && statSync(path).isDirectory()) return "this is a directory";
    if (existsSync(path) && !statSync(path).isFile()) return "this is no ordinary file";
    if (!statSync(dirname(path)).isDirectory()) return "its folder is no folder";
    // A report is written beside its place and then moved there.
    accessSync(dirname(path), constants.W_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return code === "ENOENT" ? "its folder does not exist" : `it cannot be written (${code})`;
  }
}
