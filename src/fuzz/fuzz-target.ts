/** A campaign from a program: it prints nothing and reads no file but saved counterexamples. */
import type { Target } from "../simulation/target.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { fuzzCampaign, type CampaignSettings } from "./campaign.ts";
import { readKnown, readRegressions } from "./campaign-context.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { regressionsFolder, replayedFolders } from "./counterexample-files.ts";
import { Limits, parseDuration } from "./limits.ts";

/** The size of a campaign, and what it judges. */
export type FuzzTargetOptions = {
  /** An integer that decides the random cases; default 1: the same cases each time. */
  readonly seed?: number;
  /** The number of random cases; default 2000. Regressions and enumerated cases are added. */
  readonly runs?: number;
  /** The number of random sequences, for a target that supports them; default 500. */
  readonly sequences?: number;
  /** Names of properties, in which `*` stands for any text; default all that can judge the target. */
  readonly properties?: readonly string[];
  /** The folder that is replayed first; default `scenarios/regressions` and `reports/counterexamples`. */
  readonly regressions?: string;
  /** A folder of counterexamples. The failures that they explain are counted, and neither shrunk nor reported. */
  readonly known?: string;
  /** What the target is and is not; default: its own profile, or that it has everything. */
  readonly profile?: BotProfile;
  /** End after the batch of 250 cases that has the first failure. */
  readonly bail?: boolean;
  /** A time such as `30s`, `10m` or `2h`, after which the campaign ends; default: none. */
  readonly maxTime?: string;
};

export const fuzzTargetDefaults = {
  seed: 1,
  runs: 2_000,
  sequences: 500,
  regressions: regressionsFolder,
} as const;

/**
 * Runs a campaign on a target. It prints nothing and saves nothing.
 *
 * @param target What is judged. Its errors are failures of `every-run-answers`.
 * @param options The size of the campaign, and what it judges.
 * @returns a promise of the report; `verdict` is `pass`, `fail` or `inconclusive`
 * @throws `BadInputError`, as a rejection, for a property that is unknown or cannot judge the target, for a profile that
 * names an unknown rule, and for a wrong `maxTime`. Also for a counterexample that is broken or outdated, for a folder that
 * cannot be read, and for `known` without a counterexample.
 */
export function fuzzTarget(
  target: Target,
  options: FuzzTargetOptions = {},
): Promise<CampaignReport> {
  return runTargetCampaign(target, options, () => undefined);
}

export async function runTargetCampaign(
  target: Target,
  options: FuzzTargetOptions,
  onFailure: CampaignSettings["onFailure"],
): Promise<CampaignReport> {
  const limits = Limits.start(parseDuration("maxTime", options.maxTime));
  const { seed, runs, sequences } = { ...fuzzTargetDefaults, ...options };
  const folders = options.regressions === undefined ? replayedFolders : [options.regressions];
  const propertyNames = options.properties ?? [];
  const regressions = readRegressions(folders);
  const known = options.known === undefined ? [] : readKnown(options.known);
  const inputs = { seed, runs, sequences, regressions, propertyNames, known, linesEvery: 0 };
  const bail = options.bail === true;
  const { profile } = options;
  const judged = profile === undefined ? target : { ...target, profile };
  return (await fuzzCampaign(inputs, judged, { bail, limits, onFailure })).report;
}
