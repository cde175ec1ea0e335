import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "../src/harness/campaign/block.ts";
import { emptyResult, mergeResults } from "../src/harness/campaign/block-result.ts";
import type { BlockResult } from "../src/harness/campaign/block-result.ts";
import { runBlock } from "../src/harness/campaign/run-block.ts";
import { replayCommandOf } from "../src/commands/campaign-output.ts";
import { campaignContext } from "../src/commands/campaign-context.ts";
import { counterexampleOf } from "../src/harness/counterexample.ts";
import {
  listRegressions,
  readCounterexample,
  regressionsFolder,
  saveCounterexample,
} from "../src/harness/regression-files.ts";
import { replay } from "../src/harness/replay.ts";
import { runScenario } from "../src/harness/run-scenario.ts";
import { shippedPipeline } from "../src/harness/target.ts";
import { packageRoot } from "../src/package-root.ts";
import { renderCounterexample } from "../src/report/counterexample-report.ts";
import { allProperties } from "./all.ts";

const seed = 20_260_101;
const runs = 2_000;
const names = allProperties.map(({ name }) => name);

// First, before anything new is looked for.
test("every saved regression is fixed", async () => {
  const folder = join(packageRoot, regressionsFolder);
  for (const path of listRegressions(folder)) {
    const answer = await replay(readCounterexample(path), shippedPipeline, allProperties);
    expect({ path, ...answer }).toEqual({ path, answer: "fixed", judged: true });
  }
});

test("every property stands in a file of its own, named as the claim", () => {
  const files = readdirSync(join(packageRoot, "properties"))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => name.replace(/\.ts$/, ""));
  const support = ["all"];
  expect(files.filter((name) => !support.includes(name)).toSorted()).toEqual(names.toSorted());
});

describe("a campaign", () => {
  let result: BlockResult = emptyResult(names);
  beforeAll(async () => {
    const inputs = { seed, runs, regressions: [], propertyNames: [], linesEvery: 0 };
    const context = campaignContext(inputs);
    for (const block of blocksOf(context.plan)) {
      result = mergeResults(result, (await runBlock(block, context)).result);
    }
  }, 120_000);

  test.each(allProperties)("$name: $statement", async (property) => {
    expect(result.tallies[property.name]?.judged).toBeGreaterThan(0);
    const failure = Object.values(result.failures).find(
      (found) => found.property === property.name,
    );
    if (failure === undefined) return;
    const foundAt = new Date().toISOString();
    const versions = { harness: "", node: process.version, fastCheck: "" };
    const finder = { target: shippedPipeline.name, seed, foundAt, ...versions };
    const counterexample = counterexampleOf(failure, property.statement, finder);
    const observation = await runScenario(failure.scenario, shippedPipeline);
    const path = saveCounterexample(counterexample, regressionsFolder);
    expect.fail(renderCounterexample(counterexample, observation, replayCommandOf(path, null)));
  });

  test("no case broke the target", () => {
    expect(result.targetErrors).toEqual({});
  });
});
