/** Measures what a campaign costs against a property that somebody wrote by hand, and what a worker gains. */
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { scenario } from "../properties/arbitraries/scenario.ts";
import { sequence } from "../properties/arbitraries/sequence.ts";
import { generatedScenarios, type Batch } from "../src/fuzz/batch.ts";
import { campaignContext } from "../src/fuzz/campaign-context.ts";
import { labelsOf } from "../src/fuzz/coverage.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { runBatch, type CampaignContext } from "../src/fuzz/run-batch.ts";
import { packageRoot } from "../src/package-root.ts";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { knownNameOf } from "../src/fuzz/fingerprint.ts";
import { openStdioTarget } from "../src/target/stdio/stdio-target.ts";
import { medians, say } from "./measure.ts";

// Short alternating rounds, so that other load affects both measurements equally.
const rounds = 60;
const casesPerRound = 500;
// Enough runs to make the start, which no worker speeds up, a small part.
const workerRuns = 200_000;

type Phase = "random" | "sequences";
const arbitraries = { random: scenario(), sequences: sequence() };
const none = { seed: 0, runs: casesPerRound, sequences: casesPerRound, regressions: [] };
const context = campaignContext({ ...none, propertyNames: [], linesEvery: 0 });

/** Every property with labels, against one assertion on the same cases. */
export async function benchJudging(): Promise<void> {
  const [handWritten = 0, ratio = 0, wholeRatio = 0] = await medians(rounds, async (round) => {
    const alone = await timePerCase(() => assertByHand("random", round));
    const whole = await timePerCase(() => judgeEvery(round));
    return [alone, (await timePerCase(() => judge("random", round))) / alone, whole / alone];
  });
  say(
    `judging: a property by hand ${rateOf(handWritten)}, all properties with labels take ` +
      `${ratio.toFixed(2)} times as long (at most 1.75); ` +
      `with every metamorphic property on every case ${wholeRatio.toFixed(2)} (at most 4.5)`,
  );
}

/** The same for sequences, which have many runs each. */
export async function benchSequences(): Promise<void> {
  const [handWritten = 0, ratio = 0] = await medians(rounds, async (round) => {
    const alone = await timePerCase(() => assertByHand("sequences", round));
    return [alone, (await timePerCase(() => judge("sequences", round))) / alone];
  });
  say(
    `sequences: a property by hand ${rateOf(handWritten)}, all properties with labels take ` +
      `${ratio.toFixed(2)} times as long (at most 1.75)`,
  );
}

/** Two workers of one campaign against two processes that share it. */
export async function benchWorkers(): Promise<void> {
  const fuzz = ["fuzz", "--seed", "1", "--sequences", "0", "--runs", String(workerRuns)];
  const [processes = 0, workers = 0] = await medians(3, async () => [
    await timeProcesses(["1/2", "2/2"].map((shard) => [...fuzz, "--shard", shard])),
    await timeProcesses([[...fuzz, "--workers", "2"]]),
  ]);
  say(`workers: two reach ${(processes / workers).toFixed(2)} of two processes (at least 0.9)`);
}

/** Milliseconds until all have ended. */
async function timeProcesses(commands: readonly (readonly string[])[]): Promise<number> {
  const cli = join(packageRoot, "dist", "cli.js");
  const startedAt = performance.now();
  const ends = commands.map(async (args) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: "ignore", cwd: tmpdir() });
    const status = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
  });
  await Promise.all(ends);
  return performance.now() - startedAt;
}

/** A bot that only answers, so that the session itself is measured. */
const trivialBot = `
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, method } = JSON.parse(line);
    const identity = { protocolVersion: 2, name: "trivial", capabilities: { reports: [] } };
    const result = method === "initialize" ? identity : {};
    process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\\n");
  });
`;

/** To be closed. */
export function openTrivialBot() {
  return openStdioTarget(`node -e '${trivialBot}'`);
}

export async function benchStdio(): Promise<void> {
  const { target, close } = await openTrivialBot();
  const own = { ...contextOf(target), plan: context.plan };
  const parts = { ...own, target: shippedPipeline };
  const [within = 0, over = 0] = await medians(rounds, async (round) => [
    await timePerCase(() => judge("random", round, parts)),
    await timePerCase(() => judge("random", round, own)),
  ]);
  await close();
  say(
    `stdio: a trivial bot in JavaScript ${rateOf(over)} judged (at least 3000 bound to one core, as by taskset -c 0), ` +
      `in this process ${rateOf(within)}`,
  );
}

/** Milliseconds for a random case of a bot that does nothing. */
export function timeCase(parts: CampaignContext, seed: number): Promise<number> {
  return timePerCase(() => judge("random", seed, parts));
}

/** For a bot that does nothing, so it fails. Shrinking would take most of the time of a round. */
export function contextOf(target: Target): CampaignContext {
  const own = campaignContext({ ...none, sequences: 0, propertyNames: [], linesEvery: 0 }, target);
  const known = own.properties.flatMap(({ name: property, checks }) =>
    checks.map((check) => knownNameOf({ property, check, variant: null })),
  );
  return { ...own, known };
}

/** Milliseconds. */
async function timePerCase(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / casesPerRound;
}

const rateOf = (msPerCase: number): string => `${(1_000 / msPerCase).toFixed(0)} cases/s`;

/** What somebody writes with fast-check alone: the same arbitrary and pipeline, one assertion. */
async function assertByHand(phase: Phase, seed: number): Promise<void> {
  const property = fc.asyncProperty(arbitraries[phase], async (generated) => {
    const { runs, portCalls } = await runScenario(generated, shippedPipeline);
    return portCalls.every(({ run }) => runs[run]?.mode !== "dry_run");
  });
  await fc.assert(property, { seed, numRuns: casesPerRound });
}

/** A batch of a campaign: every property, labels, counts. */
async function judge(phase: Phase, seed: number, parts: CampaignContext = context): Promise<void> {
  const batch: Batch = { number: 0, phase, start: 0, cases: casesPerRound };
  const { result } = await runBatch(batch, { ...parts, plan: { ...parts.plan, seed } });
  if (result.cases[phase] !== casesPerRound) throw new Error("the batch was not run to its end");
}

/** Every metamorphic property judges every case, where a campaign takes a sample. */
async function judgeEvery(seed: number): Promise<void> {
  const batch = { phase: "random", start: 0, cases: casesPerRound } as const;
  for (const generated of generatedScenarios(batch, { ...context.plan, seed })) {
    const { observed } = await judgeCase(generated, shippedPipeline, context.properties);
    labelsOf(observed, observed.observation.runs);
  }
}
