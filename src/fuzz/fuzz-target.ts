/** A campaign from a program: it prints nothing and reads no file but saved counterexamples. */
import type { Target } from "../simulation/target.ts";
import { fuzzCampaign } from "./campaign.ts";
import { readRegressions } from "./campaign-context.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { regressionsFolder, replayedFolders } from "./counterexample-files.ts";

export type FuzzTargetOptions = {
  /** Default 1: the same cases each time. */
  readonly seed?: number;
  /** The number of random cases; default 2000. Regressions and enumerated cases are added. */
  readonly runs?: number;
  /** The number of random sequences, for a target that supports them; default 500. */
  readonly sequences?: number;
  /** Names of properties; default all that can judge the target. */
  readonly properties?: readonly string[];
  /** The folder that is replayed first; default `scenarios/regressions` and `reports/counterexamples`. */
  readonly regressions?: string;
  /** End at the first failure. */
  readonly bail?: boolean;
};

export const fuzzTargetDefaults = {
  seed: 1,
  runs: 2_000,
  sequences: 500,
  regressions: regressionsFolder,
} as const;

/** Throws `BadInputError` for an unknown property and for a broken regression. */
export async function fuzzTarget(
  target: Target,
  options: FuzzTargetOptions = {},
): Promise<CampaignReport> {
  const { seed, runs, sequences } = { ...fuzzTargetDefaults, ...options };
  const folders = options.regressions === undefined ? replayedFolders : [options.regressions];
  const propertyNames = options.properties ?? [];
  const regressions = readRegressions(folders);
  const inputs = { seed, runs, sequences, regressions, propertyNames, linesEvery: 0 };
  return (await fuzzCampaign(inputs, target, { bail: options.bail === true })).report;
}
