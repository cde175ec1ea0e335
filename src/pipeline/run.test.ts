import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { dryRun, live, longPosition, manyOrders, outcomes } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { isGenuinePermit } from "./live-permit.ts";
import { pipelineWith } from "../test-fixtures/pipeline-with.ts";

const manySymbols = Array.from({ length: 1_000 }, (_, index) => `A${index}USDT`);

test("a dry run plans, and makes no port call", async () => {
  const seen = await dryRun({ exchange: { orders: [observedOrder()] } });
  expect(outcomes(seen)).toEqual(["planned"]);
  expect(seen.portCalls).toEqual([]);
});
test("a run with nothing to do is clean", async () => {
  const seen = await dryRun({
    expected: { orders: [expectedOrder()] },
    exchange: { orders: [observedOrder()] },
  });
  expect(seen.run).toMatchObject({ status: "clean", blockReason: null, results: [] });
});

test("a run with mismatches and nothing to act on has the status no_action", async () => {
  const seen = await dryRun({ expected: { orders: [expectedOrder()] } });
  expect(seen.run.status).toBe("no_action");
  expect(seen.run.counts.skippedNoAction).toBe(1);
});

test("an order that ended otherwise is counted as skipped", async () => {
  const seen = await live({
    expected: { orders: [expectedOrder()] },
    exchange: { orders: [observedOrder({ status: "CANCELLED" })] },
  });
  expect(outcomes(seen)).toEqual(["skipped_terminal"]);
  expect(seen.run.counts.skippedTerminal).toBe(1);
  expect(seen.portCalls).toEqual([]);
});

test("a later run has nothing to do when the effects are applied", async () => {
  const seen = await live({
    exchange: { orders: manyOrders, positions: [longPosition] },
    steps: [1, 2, 3].flatMap(() => [{ kind: "snapshot" }, { kind: "reconcile" }] as const),
  });
  expect(seen.runs.map((run) => run.mode === "live" && run.counts.executed)).toEqual([4, 1, 0]);
  expect(seen.run.status).toBe("clean");
});

test("the age of a snapshot is computed with the time after it was read", async () => {
  const scenario = scenarioWith({ exchange: { orders: [observedOrder()] } });
  let nowMs = startsAtMs;
  const { runs } = await runScenario(
    scenario,
    pipelineWith("slow", ({ readSnapshot }) => ({
      nowMs: () => nowMs,
      readSnapshot: async () => {
        nowMs += 500;
        const { orders, positions } = await readSnapshot();
        return {
          orders: { ...orders, takenAtMs: nowMs },
          positions: { ...positions, takenAtMs: nowMs },
        };
      },
    })),
  );
  expect(runs[0]).toMatchObject({ status: "planned", rejectedParts: [] });
});

test("an id has room for the longest prefix, strategy and count", async () => {
  const seen = await live({
    config: {
      clientOrderIdPrefix: "p".repeat(8),
      allowedStrategies: ["s".repeat(6)],
      maxOrdersPerAction: 999,
      maxSymbolsPerAction: 1_000,
      maxAttemptsPerWindow: 9_999,
      symbolWhitelist: [],
      requireWhitelist: false,
    },
    startsAtMs: 4_102_444_799_999,
    expected: { positions: manySymbols.map((symbol) => ({ symbol, quantity: "0" })) },
    exchange: {
      positions: manySymbols.map((symbol) => ({ symbol, quantity: "1" })),
      prices: Object.fromEntries(manySymbols.map((symbol) => [symbol, "1"])),
    },
  });
  expect(seen.run.counts.executed).toBe(999);
});

test("the port gets a permit that ends with the run, and no position side in one-way mode", async () => {
  const permits: unknown[] = [];
  const sides: unknown[] = [];
  await runScenario(scenarioWith({ gates: openGates, exchange: { positions: [longPosition] } }), {
    name: "records what the port gets",
    reconcile: (inputs, { port, ...services }) =>
      shippedPipeline.reconcile(inputs, {
        ...services,
        port: {
          ...port,
          placeMarketOrder: (permit, request) => {
            permits.push(permit);
            expect(isGenuinePermit(permit)).toBe(true);
            sides.push(request.positionSide);
            return port.placeMarketOrder(permit, request);
          },
        },
      }),
  });
  expect(sides).toEqual([null]);
  expect(permits.map((permit) => isGenuinePermit(permit))).toEqual([false]);
});
