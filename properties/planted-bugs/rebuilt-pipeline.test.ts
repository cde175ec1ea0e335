import { expect, test } from "vitest";
import { campaignContext } from "../../src/fuzz/campaign-context.ts";
import { batchesOf, scenariosOf } from "../../src/fuzz/batch.ts";
import { runScenario } from "../../src/simulation/run-scenario.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

const inputs = {
  seed: 7,
  runs: 2_000,
  sequences: 0,
  regressions: [],
  propertyNames: [],
  linesEvery: 0,
};

test("with the shipped parts it does exactly what the shipped pipeline does", async () => {
  const { plan } = campaignContext(inputs);
  const rebuilt = { name: "rebuilt", reconcile: rebuild({}) };
  let portCalls = 0;
  for (const batch of batchesOf(plan)) {
    for (const scenario of scenariosOf(batch, plan)) {
      const shipped = await runScenario(scenario, shippedPipeline);
      expect(await runScenario(scenario, rebuilt)).toEqual(shipped);
      portCalls += shipped.portCalls.length;
    }
  }
  expect(portCalls).toBeGreaterThan(1_000);
});
