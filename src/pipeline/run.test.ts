import { expect, test } from "vitest";
import { dryRun, live, longPosition, manyOrders, outcomes } from "../test-fixtures/observe.ts";
import { expectedOrder, observedOrder } from "../test-fixtures/scenarios.ts";

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

test("a run with mismatches and nothing to act on says so", async () => {
  const seen = await dryRun({ expected: { orders: [expectedOrder()] } });
  expect(seen.run.status).toBe("no_action");
  expect(seen.run.counts.skippedNoAction).toBe(1);
});

test("an order that already ended otherwise is counted as skipped", async () => {
  const seen = await live({
    expected: { orders: [expectedOrder()] },
    exchange: { orders: [observedOrder({ status: "CANCELLED" })] },
  });
  expect(outcomes(seen)).toEqual(["skipped_terminal"]);
  expect(seen.run.counts.skippedTerminal).toBe(1);
  expect(seen.portCalls).toEqual([]);
});

test("when its effects are applied, a second run finds nothing to do", async () => {
  const seen = await live({
    exchange: { orders: manyOrders, positions: [longPosition] },
    steps: [1, 2, 3].flatMap(() => [{ kind: "snapshot" }, { kind: "reconcile" }] as const),
  });
  expect(seen.runs.map((run) => run.mode === "live" && run.counts.executed)).toEqual([4, 1, 0]);
  expect(seen.run.status).toBe("clean");
});
