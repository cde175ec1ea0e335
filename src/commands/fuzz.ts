/** `fuzz`: runs a campaign, prints what it amounts to, and saves what it found. */
import { appendFileSync } from "node:fs";
import { __version as fastCheck } from "fast-check";
import { allProperties } from "../../properties/all.ts";
import { allCombinations } from "../../properties/enumeration/three-way.ts";
import { blocksOf } from "../harness/campaign/block.ts";
import { isCanaryCaught } from "../harness/campaign/canary.ts";
import type { CampaignReport } from "../harness/campaign/campaign-report.ts";
import { judgeCampaign } from "../harness/campaign/campaign-verdict.ts";
import type { CampaignVerdict } from "../harness/campaign/campaign-verdict.ts";
import { runBlock } from "../harness/campaign/run-block.ts";
import type { CampaignContext } from "../harness/campaign/run-block.ts";
import { runCampaign } from "../harness/campaign/run-campaign.ts";
import type { CampaignOutcome, CampaignRun } from "../harness/campaign/run-campaign.ts";
import { counterexampleOf } from "../harness/counterexample.ts";
import type { Counterexample } from "../harness/counterexample.ts";
import {
  listRegressions,
  readCounterexample,
  regressionsFolder,
  saveCounterexample,
} from "../harness/regression-files.ts";
import { runScenario } from "../harness/run-scenario.ts";
import { readScenarios } from "../harness/scenario-files.ts";
import { shippedPipeline } from "../harness/target.ts";
import { readPackageVersion } from "../package-root.ts";
import { renderCampaignText } from "../report/campaign-text.ts";
import { renderCounterexample } from "../report/counterexample-report.ts";
import { renderAnnotations, renderJobSummary } from "../report/github.ts";
import { verdictExitCodes, writeReports } from "./campaign-output.ts";
import { campaignContext, selectProperties } from "./campaign-context.ts";
import { startProgress } from "./fuzz-progress.ts";
import { readFuzzSettings } from "./fuzz-settings.ts";
import type { FuzzOptions, FuzzSettings } from "./fuzz-settings.ts";
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
    regressions: listRegressions(regressionsFolder).map(
      (path) => readCounterexample(path).scenario,
    ),
    propertyNames: options.property ?? [],
    linesEvery: wantsLines(settings) ? Math.ceil(settings.runs / linesMax) : 0,
  };
  terminal.out(`seed ${settings.seed}, ${settings.runs} random cases\n`);
  const startedAt = new Date();
  const context = campaignContext(inputs);
  const [scenario] = readScenarios("order");
  const canaryCaught = await isCanaryCaught(scenario, allProperties);
  const pool = settings.workers > 1 ? startWorkers(settings.workers, inputs) : null;
  const runners = pool?.runners ?? [(block) => runBlock(block, context)];
  const outcome = await runShard(settings, context, runners, env, terminal);
  await pool?.close();
  const report = reportOf(settings, context, outcome, canaryCaught, startedAt);
  terminal.out(renderCampaignText(report));
  const counterexamples = await saveAndShow(report, startedAt, terminal);
  writeReports(settings.reports, report, outcome.lines);
  tellGithub(report, counterexamples, env, terminal);
  return verdictExitCodes[report.verdict];
}

function wantsLines({ reports }: FuzzSettings): boolean {
  return reports.some(({ kind }) => kind === "ndjson");
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
  const all = blocksOf(plan);
  const blocks =
    shard === null ? all : all.filter(({ number }) => number % shard.total === shard.index - 1);
  const deadline = maxTimeMs === null ? Number.POSITIVE_INFINITY : Date.now() + maxTimeMs;
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once("SIGINT", interrupt);
  const progress = startProgress(blocks, env, terminal);
  const outcome = await runCampaign({
    blocks,
    properties: properties.map(({ name }) => name),
    runners,
    bail,
    shouldStop: () => (interrupted ? "interrupted" : Date.now() >= deadline ? "time" : null),
    onProgress: progress.show,
  });
  progress.end();
  process.removeListener("SIGINT", interrupt);
  return outcome;
}

function reportOf(
  { seed, runs, shard }: FuzzSettings,
  { plan, properties, target }: CampaignContext,
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
      blocks: blocksOf(plan).length,
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

/** Saves each counterexample and shows it, those that move money first. */
async function saveAndShow(
  { campaign, result }: CampaignReport,
  foundAt: Date,
  terminal: Terminal,
): Promise<Counterexample[]> {
  const movesMoney = new Set(
    campaign.properties.filter((property) => property.movesMoney).map(({ name }) => name),
  );
  const failures = Object.values(result.failures).toSorted(
    (left, right) =>
      Number(movesMoney.has(right.property)) - Number(movesMoney.has(left.property)) ||
      left.block - right.block,
  );
  const finder = {
    target: campaign.target,
    seed: campaign.seed,
    foundAt: foundAt.toISOString(),
    harness: campaign.harness,
    node: process.version,
    fastCheck,
  };
  const saved: Counterexample[] = [];
  for (const failure of failures) {
    const statement =
      campaign.properties.find(({ name }) => name === failure.property)?.statement ?? "";
    const counterexample = counterexampleOf(failure, statement, finder);
    const path = saveCounterexample(counterexample, regressionsFolder);
    const observation = await runScenario(failure.scenario, shippedPipeline);
    const command = `reconcile-harness replay ${path}`;
    terminal.out(`\n${renderCounterexample(counterexample, observation, command)}`);
    saved.push(counterexample);
  }
  return saved;
}

function tellGithub(
  report: CampaignReport,
  counterexamples: readonly Counterexample[],
  env: Environment,
  terminal: Terminal,
): void {
  if (env["GITHUB_ACTIONS"] !== "true") return;
  terminal.out(renderAnnotations(report, counterexamples));
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined) appendFileSync(summary, renderJobSummary(report, counterexamples));
}
