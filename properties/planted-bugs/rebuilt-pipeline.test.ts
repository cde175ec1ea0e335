import { expect, test } from "vitest";
import { campaignContext } from "../../src/commands/campaign-context.ts";
import { blocksOf, scenariosOf } from "../../src/harness/campaign/block.ts";
import { runScenario } from "../../src/harness/run-scenario.ts";
import { shippedPipeline } from "../../src/harness/target.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

const inputs = {
  seed: 7,
  runs: 2_000,
  histories: 0,
  regressions: [],
  propertyNames: [],
  linesEvery: 0,
};

test("with the shipped parts it does exactly what the shipped pipeline does", async () => {
  const { plan } = campaignContext(inputs);
  const rebuilt = { name: "rebuilt", reconcile: rebuild({}) };
  let portCalls = 0;
  for (const block of blocksOf(plan)) {
    for (const scenario of scenariosOf(block, plan)) {
      const shipped = await runScenario(scenario, shippedPipeline);
      expect(await runScenario(scenario, rebuilt)).toEqual(shipped);
      portCalls += shipped.portCalls.length;
    }
  }
  expect(portCalls).toBeGreaterThan(1_000);
});
