/** `fuzz`: runs a campaign, prints what it amounts to, and saves what it found. */
import { createHash } from "node:crypto";
import { allProperties } from "../../properties/all.ts";
import { allCombinations } from "../../properties/enumeration/three-way.ts";
import { printable } from "../domain/printable-text.ts";
import type { Scenario } from "../domain/scenario.ts";
import { blocksOf, totalsOf } from "../harness/campaign/block.ts";
import type { CasePlan } from "../harness/campaign/block.ts";
import { isCanaryCaught } from "../harness/campaign/canary.ts";
import type { CampaignReport } from "../harness/campaign/campaign-report.ts";
import { judgeCampaign } from "../harness/campaign/campaign-verdict.ts";
import type { CampaignVerdict } from "../harness/campaign/campaign-verdict.ts";
import { runBlock } from "../harness/campaign/run-block.ts";
import type { CampaignContext } from "../harness/campaign/run-block.ts";
import { runCampaign } from "../harness/campaign/run-campaign.ts";
import type { CampaignOutcome, CampaignRun } from "../harness/campaign/run-campaign.ts";
import {
  listRegressions,
  readCounterexample,
  regressionsFolder,
} from "../harness/regression-files.ts";
import { readScenarios } from "../harness/scenario-files.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { readPackageVersion } from "../package-root.ts";
import { campaignContext, selectProperties } from "./campaign-context.ts";
import type { CampaignInputs } from "./campaign-context.ts";
import { publish, verdictExitCodes } from "./campaign-output.ts";
import { startProgress } from "./fuzz-progress.ts";
import { readFuzzSettings } from "./fuzz-settings.ts";
import type { FuzzOptions, FuzzSettings } from "./fuzz-settings.ts";
import { withTarget } from "./open-target.ts";
import type { OpenTarget } from "./open-target.ts";
import type { Environment, ExitCode, Terminal } from "./terminal.ts";
import { startWorkers } from "./worker-pool.ts";

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
    regressions: listRegressions(regressionsFolder).map(readRegression),
    propertyNames: options.property ?? [],
    linesEvery: wantsLines(settings) ? Math.ceil(settings.runs / linesMax) : 0,
  };
  terminal.out(`seed ${settings.seed}, ${settings.runs} random cases\n`);
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
    const runners = pool?.runners ?? [(block) => runBlock(block, context)];
    const outcome = await runShard(settings, context, runners, env, terminal);
    for (const fault of (await pool?.end()) ?? []) {
      outcome.result.targetErrors[fault] = (outcome.result.targetErrors[fault] ?? 0) + 1;
    }
    const report = reportOf(settings, context, outcome, canaryCaught, startedAt);
    return { report, lines: outcome.lines };
  } finally {
    // A worker that is left behind would keep the process alive.
    await pool?.close();
  }
}

/** Throws `BadInputError` for one that is broken, or of a property that is not there today. */
function readRegression(path: string): Scenario {
  const { property, scenario } = readCounterexample(path);
  if (allProperties.some(({ name }) => name === property)) return scenario;
  throw new BadInputError(`${printable(path)}: property: there is no property '${property}' today`);
}

function wantsLines({ reports }: FuzzSettings): boolean {
  return reports.some(({ kind }) => kind === "ndjson");
}

/** Shards whose regressions or enumerated cases differ are not of one campaign. */
function digestOf({ regressions, enumeration }: CasePlan): string {
  const content = JSON.stringify({ regressions, enumeration });
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

/** Ctrl-C and the time limit end the campaign after the blocks that are running. */
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
  const progress = startProgress(totalsOf(blocksOf(plan, shard)).cases, env, terminal);
  const outcome = await runCampaign({
    blocks: blocksOf(plan, shard),
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

function reportOf(
  { seed, runs, shard }: FuzzSettings,
  { plan, properties, leftOut, target }: CampaignContext,
  { result, blocksDone, stopped }: CampaignOutcome,
  canaryCaught: boolean,
  startedAt: Date,
): CampaignReport {
  const report: Omit<CampaignReport, keyof CampaignVerdict> = {
    schemaVersion: 1,
    kind: "campaign",
    campaign: {
      harness: readPackageVersion(),
      target: target.name,
      seed,
      runs,
      digest: digestOf(plan),
      blocks: totalsOf(blocksOf(plan)).blocks,
      cases: {
        regressions: plan.regressions.length,
        enumeration: plan.enumeration.length,
        random: runs,
      },
      properties: properties.map(({ name, statement, movesMoney }) => ({
        name,
        statement,
        movesMoney,
      })),
      leftOut: leftOut.map(({ name, needs }) => ({ name, needs: [...needs] })),
      combinations: allCombinations().size,
    },
    shard,
    blocksDone: [...blocksDone],
    stopped,
    canaryCaught,
    result,
    timing: { startedAt: startedAt.toISOString(), elapsedMs: Date.now() - startedAt.getTime() },
  };
  return { ...report, ...judgeCampaign(report) };
}
