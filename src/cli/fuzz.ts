/** `fuzz`: runs a campaign, prints what it amounts to, and saves what it found. */
import { allProperties } from "../../properties/all.ts";
import { batchesOf, totalsOf } from "../fuzz/batch.ts";
import { isCanaryCaught } from "../fuzz/canary.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { runBatch } from "../fuzz/run-batch.ts";
import type { CampaignContext } from "../fuzz/run-batch.ts";
import { runCampaign } from "../fuzz/run-campaign.ts";
import type { CampaignOutcome, CampaignRun } from "../fuzz/run-campaign.ts";
import { regressionsFolder } from "../fuzz/counterexample-files.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { campaignContext, readRegressions, selectProperties } from "../fuzz/campaign-context.ts";
import type { CampaignInputs } from "../fuzz/campaign-context.ts";
import { publish, verdictExitCodes } from "./output/publish-campaign.ts";
import { startProgress } from "./output/progress.ts";
import { readFuzzSettings } from "./options/fuzz-settings.ts";
import type { FuzzOptions, FuzzSettings } from "./options/fuzz-settings.ts";
import { withTarget } from "./with-target.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { reportCampaign } from "../fuzz/report-campaign.ts";
import type { Environment, ExitCode, Terminal } from "./output/terminal.ts";
import { startWorkers } from "../fuzz/worker-pool.ts";

const linesMax = 10_000;

/** Throws `BadInputError`. */
export async function fuzz(
  options: FuzzOptions,
  env: Environment,
  terminal: Terminal,
): Promise<ExitCode> {
  const settings = readFuzzSettings(options);
  selectProperties(options.property ?? []);
  const inputs = {
    seed: settings.seed,
    runs: settings.runs,
    sequences: settings.sequences,
    regressions: readRegressions(regressionsFolder),
    propertyNames: options.property ?? [],
    linesEvery: wantsLines(settings) ? Math.ceil(settings.runs / linesMax) : 0,
  };
  terminal.out(
    `seed ${settings.seed}, ${settings.runs} random cases, ${settings.sequences} sequences\n`,
  );
  return withTarget(options.target, terminal, async (opened) => {
    const { report, lines } = await runWhole(settings, inputs, opened, env, terminal);
    await publish(report, opened, settings.reports, lines, env, terminal);
    return verdictExitCodes[report.verdict];
  });
}

async function runWhole(
  settings: FuzzSettings,
  inputs: CampaignInputs,
  { target, command }: OpenTarget,
  env: Environment,
  terminal: Terminal,
): Promise<{ report: CampaignReport; lines: readonly string[] }> {
  const startedAt = new Date();
  // The workers start while this thread builds the same context.
  const pool = settings.workers > 1 ? startWorkers(settings.workers, inputs, command) : null;
  try {
    const context = campaignContext(inputs, target);
    const [scenario] = readScenarios("order");
    const canaryCaught = await isCanaryCaught(scenario, allProperties);
    const runners = pool?.runners ?? [(batch) => runBatch(batch, context)];
    const outcome = await runShard(settings, context, runners, env, terminal);
    for (const fault of (await pool?.end()) ?? []) {
      outcome.result.targetErrors[fault] = (outcome.result.targetErrors[fault] ?? 0) + 1;
    }
    const report = reportCampaign(context, outcome, settings.shard, canaryCaught, startedAt);
    return { report, lines: outcome.lines };
  } finally {
    // A worker that is left behind would keep the process alive.
    await pool?.close();
  }
}

function wantsLines({ reports }: FuzzSettings): boolean {
  return reports.some(({ kind }) => kind === "ndjson");
}

/** Ctrl-C and the time limit end the campaign after the batches that are running. */
async function runShard(
  settings: FuzzSettings,
  { plan, properties }: CampaignContext,
  runners: CampaignRun["runners"],
  env: Environment,
  terminal: Terminal,
): Promise<CampaignOutcome> {
  const { shard, bail, maxTimeMs } = settings;
  const deadline = maxTimeMs === null ? Number.POSITIVE_INFINITY : Date.now() + maxTimeMs;
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, interrupt);
  const progress = startProgress(totalsOf(batchesOf(plan, shard)).cases, env, terminal);
  const outcome = await runCampaign({
    batches: batchesOf(plan, shard),
    properties: properties.map(({ name }) => name),
    runners,
    bail,
    shouldStop: () => (interrupted ? "interrupted" : Date.now() >= deadline ? "time" : null),
    onProgress: progress.show,
  });
  progress.end();
  for (const signal of signals) process.removeListener(signal, interrupt);
  return outcome;
}
