/** A campaign from a program: no terminal, and no file but the regressions that are there. */
import { allProperties } from "../../properties/all.ts";
import { batchesOf } from "./batch.ts";
import { isCanaryCaught } from "./canary.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { runBatch } from "./run-batch.ts";
import { runCampaign } from "./run-campaign.ts";
import { regressionsFolder } from "./counterexample-files.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Target } from "../simulation/target.ts";
import { campaignContext, readRegressions } from "./campaign-context.ts";
import { reportCampaign } from "./report-campaign.ts";

export type FuzzTargetOptions = {
  /** Default 1: the same cases each time. */
  readonly seed?: number;
  /** Random cases, beside the regressions and the enumerated ones; default 2000. */
  readonly runs?: number;
  /** Random sequences, for a target that supports them; default 500. */
  readonly sequences?: number;
  /** Names of properties; default all that the target can be judged by. */
  readonly properties?: readonly string[];
  /** Where counterexamples lie that are tried first; default `scenarios/regressions`. */
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

/** Throws `BadInputError` for a name that no property has, and for a regression that is broken. */
export async function fuzzTarget(
  target: Target,
  options: FuzzTargetOptions = {},
): Promise<CampaignReport> {
  const { seed, runs, sequences, regressions } = { ...fuzzTargetDefaults, ...options };
  const inputs = {
    seed,
    runs,
    sequences,
    regressions: readRegressions(regressions),
    propertyNames: options.properties ?? [],
    linesEvery: 0,
  };
  const startedAt = new Date();
  const context = campaignContext(inputs, target);
  const [scenario] = readScenarios("order");
  const canaryCaught = await isCanaryCaught(scenario, allProperties);
  const outcome = await runCampaign({
    batches: batchesOf(context.plan),
    properties: context.properties.map(({ name }) => name),
    runners: [(batch) => runBatch(batch, context)],
    bail: options.bail === true,
    shouldStop: () => null,
    onProgress: () => undefined,
  });
  return reportCampaign(context, outcome, null, canaryCaught, startedAt);
}
