import { expect, test } from "vitest";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { batchesOf } from "./batch.ts";
import { campaignContext } from "./campaign-context.ts";
import { runBatch } from "./run-batch.ts";
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

test("a call without a permit was not sent, and the mode is that of the first run", async () => {
  const counts: Record<string, GateCases> = {};
  const exchange = { orders: [observedOrder()] };
  const closed = { confirm: null, env: {} };
  const [snapshot, run] = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
  const steps = [snapshot, run, { kind: "set-gates", gates: openGates } as const, snapshot, run];
  const scenario = scenarioWith({ name: "order", gates: closed, exchange, steps: [snapshot, run] });
  const sent = await runScenario(scenario, targetOf(plantedBug("live-by-default")));
  expect(sent.portCalls).toHaveLength(1);
  const refused = sent.portCalls.map((call) => ({
    ...call,
    reply: { status: "refused" } as const,
  }));
  countGateCase({ scenario, observation: { ...sent, portCalls: refused } }, true, counts);
  const later = scenarioWith({ name: "later", gates: closed, exchange, steps });
  const observation = await runScenario(later, shippedPipeline);
  expect(observation.runs.map(({ mode }) => mode)).toEqual(["dry_run", "live"]);
  countGateCase({ scenario: later, observation }, false, counts);
  expect(counts).toMatchObject({
    "order 00000": { cases: 1, live: 1, sent: 0, failed: 1 },
    "later 00000": { cases: 1, dry_run: 1, live: 0, sent: 1, failed: 0 },
  });
});

test("a campaign counts each enumerated case once, and those that failed", async () => {
  const inputs = { seed: 1, runs: 0, sequences: 0, regressions: [], linesEvery: 0 };
  const propertyNames = ["dry-run-makes-no-port-calls"];
  const bug = targetOf(plantedBug("live-by-default"));
  const context = campaignContext({ ...inputs, propertyNames }, bug);
  const batch = [...batchesOf(context.plan)].find(({ phase }) => phase === "enumeration");
  if (batch === undefined) throw new Error("there is no enumeration");
  const { result } = await runBatch(batch, context);
  const sumOf = (name: keyof GateCases) =>
    Object.values(result.gateCases).reduce((sum, counts) => sum + counts[name], 0);
  expect(sumOf("cases")).toBe(result.cases.enumeration);
  expect(sumOf("failed")).toBe(result.tallies["dry-run-makes-no-port-calls"]?.fail);
  expect(sumOf("failed")).toBeGreaterThan(0);
});
