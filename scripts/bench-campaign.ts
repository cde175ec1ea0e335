/** How fast cases are judged, beside how fast the bare arbitrary makes them, and what a worker adds. */
import * as fc from "fast-check";
import { allProperties } from "../properties/all.ts";
import { scenario } from "../properties/arbitraries/scenario.ts";
import { randomCases } from "../src/harness/campaign/random-case.ts";
import { judgeCase } from "../src/harness/judge-case.ts";
import { shippedPipeline } from "../src/harness/target.ts";
import { median, say, timeCli } from "./measure.ts";

const rounds = 7;
const casesARound = 3_000;
const workerRuns = 40_000;

export async function benchJudging(): Promise<void> {
  const bare: number[] = [];
  const judged: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await rate(() => makeOnly(round)));
    judged.push(await rate(() => makeAndJudge(round)));
  }
  const ratio = median(judged) / median(bare);
  say(
    `judging: bare arbitrary ${median(bare).toFixed(0)} cases/s, judged by every property ` +
      `${median(judged).toFixed(0)} cases/s, ratio ${ratio.toFixed(2)} (at least 0.5)`,
  );
}

export function benchWorkers(): void {
  const fuzz = ["fuzz", "--seed", "1", "--runs", String(workerRuns), "--workers"];
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    one.push(timeCli([...fuzz, "1"]));
    two.push(timeCli([...fuzz, "2"]));
  }
  const speedUp = median(one) / median(two);
  say(`workers: two are ${speedUp.toFixed(2)} times as fast as one (at least 1.6)`);
}

/** Cases a second. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (casesARound / (performance.now() - startedAt)) * 1_000;
}

function makeOnly(seed: number): Promise<unknown> {
  const property = fc.asyncProperty(scenario(), () => Promise.resolve(true));
  return Promise.resolve(fc.assert(property, { seed, numRuns: casesARound }));
}

async function makeAndJudge(seed: number): Promise<void> {
  const cases = randomCases(scenario(), seed, 0);
  for (let made = 0; made < casesARound; made += 1) {
    await judgeCase(cases.next().value, shippedPipeline, allProperties);
  }
}
