import { expect, test } from "vitest";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { countGateCase, openGates as openOf, type GateCases } from "./gate-cases.ts";

test("a gate is open by its exact value alone, own gates by what they accept", () => {
  expect(openOf(openGates)).toEqual([true, true, true, true, true]);
  expect(openOf({ ...openGates, confirm: "live_remediate" })[0]).toBe(false);
  expect(openOf({ ...openGates, env: { ...openGates.env, ARMED: "1 " } })[3]).toBe(false);
  const gate = { name: "n", source: "LIVE", accepts: ["yes"], whenClosed: "dry_run" } as const;
  const own = [
    { ...gate, value: "yes" },
    { ...gate, value: "no" },
    { ...gate, value: null },
  ];
  expect(openOf({ confirm: null, env: {}, own })).toEqual([true, false, false]);
});

test("cases are counted by scenario, open gates, mode, port calls and failures", async () => {
  const counts: Record<string, GateCases> = {};
  const exchange = { orders: [observedOrder()] };
  for (const gates of [openGates, openGates, { confirm: null, env: {} }]) {
    const scenario = scenarioWith({ name: "order", gates, exchange });
    const observation = await runScenario(scenario, shippedPipeline);
    countGateCase({ scenario, observation }, gates === openGates, counts);
  }
  expect(counts).toEqual({
    "order 11111": expect.objectContaining({ cases: 2, live: 2, dry_run: 0, sent: 2, failed: 2 }),
    "order 00000": expect.objectContaining({ cases: 1, live: 0, dry_run: 1, sent: 0, failed: 0 }),
  });
});
