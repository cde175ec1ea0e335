/** Measures cases judged per second against bare generation, and the gain of a second worker. */
import * as fc from "fast-check";
import { allProperties } from "../properties/all.ts";
import { sequence } from "../properties/arbitraries/sequence.ts";
import { scenario } from "../properties/arbitraries/scenario.ts";
import { generatedScenarios } from "../src/fuzz/batch.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { openStdioTarget } from "../src/target/stdio/stdio-target.ts";
import { selectApplicable } from "../src/fuzz/campaign-context.ts";
import { medians, say, timeCli } from "./measure.ts";

// Short alternating rounds, so that other load affects both measurements equally.
const rounds = 60;
const casesPerRound = 500;
// Enough runs to make the start, which no worker speeds up, a small part.
const workerRuns = 200_000;

const singleRuns = scenario();
const sequences = sequence();

export async function benchJudging(): Promise<void> {
  const [bare = 0, judged = 0, ratio = 0, wholeRatio = 0] = await medians(rounds, async (round) => {
    const alone = await rate(() => makeOnly(round, singleRuns));
    const sampled = await rate(() => makeAndJudge("random", round));
    const whole = await rate(() => makeAndJudge("random", round, "every"));
    return [alone, sampled, sampled / alone, whole / alone];
  });
  say(
    `judging: bare arbitrary ${bare.toFixed(0)} cases/s, judged as in a campaign ` +
      `${judged.toFixed(0)} cases/s, ratio ${ratio.toFixed(2)} (at least 0.5); ` +
      `with every metamorphic property on every case ${wholeRatio.toFixed(2)}`,
  );
}

/** The same for sequences, which have many runs each. */
export async function benchSequences(): Promise<void> {
  const [bare = 0, judged = 0, ratio = 0] = await medians(rounds, async (round) => {
    const alone = await rate(() => makeOnly(round, sequences));
    const whole = await rate(() => makeAndJudge("sequences", round));
    return [alone, whole, whole / alone];
  });
  say(
    `sequences: bare arbitrary ${bare.toFixed(0)}/s, judged as in a campaign ` +
      `${judged.toFixed(0)}/s, ratio ${ratio.toFixed(2)} (at least 0.35)`,
  );
}

export async function benchWorkers(): Promise<void> {
  const fuzz = ["fuzz", "--seed", "1", "--sequences", "0", "--runs", String(workerRuns)];
  const [one = 0, two = 0] = await medians(3, () =>
    ["1", "2"].map((workers) => timeCli([...fuzz, "--workers", workers])),
  );
  say(`workers: two are ${(one / two).toFixed(2)} times as fast as one (at least 1.6)`);
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

export async function benchStdio(): Promise<void> {
  const { target, close } = await openStdioTarget(`node -e '${trivialBot}'`);
  const { properties } = selectApplicable(allProperties, target);
  const [within = 0, over = 0] = await medians(rounds, async (round) => [
    await rate(() => makeAndJudge("random", round, "sampled", shippedPipeline, properties)),
    await rate(() => makeAndJudge("random", round, "sampled", target, properties)),
  ]);
  await close();
  say(
    `stdio: a trivial bot in JavaScript ${over.toFixed(0)} judged cases/s (at least 3000 bound to one core, as by taskset -c 0), ` +
      `in this process ${within.toFixed(0)}`,
  );
}

/** Cases per second. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (casesPerRound / (performance.now() - startedAt)) * 1_000;
}

function makeOnly(seed: number, arbitrary: typeof singleRuns): Promise<unknown> {
  const property = fc.asyncProperty(arbitrary, () => Promise.resolve(true));
  return Promise.resolve(fc.assert(property, { seed, numRuns: casesPerRound }));
}

async function makeAndJudge(
  phase: "random" | "sequences",
  seed: number,
  metamorphic: "sampled" | "every" = "sampled",
  target = shippedPipeline,
  properties = allProperties,
): Promise<void> {
  const plan = { seed, arbitrary: singleRuns, sequencesOf: () => sequences };
  let number = 0;
  for (const generated of generatedScenarios({ phase, start: 0, cases: casesPerRound }, plan)) {
    const sampling = metamorphic === "every" ? "every" : { number, phase };
    await judgeCase(generated, target, properties, sampling);
    number += 1;
  }
}
