/** Two checks that no planted bug fails. Each must fail once before it can be trusted. */
import { expect, test } from "vitest";
import type { Step } from "../src/scenario/step.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { applyOrderUpdate } from "../src/pipeline/order-update.ts";
import { manyOrders } from "../src/test-fixtures/observe.ts";
import {
  expectedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";

const ok = { kind: "ok" } as const;
const snapshot: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };

async function failedChecks(target: Target, scenario: ReturnType<typeof scenarioWith>) {
  const { verdicts } = await judgeCase(scenario, target, allProperties);
  return verdicts.flatMap((verdict) => (verdict.kind === "fail" ? [verdict.check] : []));
}

test("event-after-crash fails when a later run writes the run event of a crashed one", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all", auditEnabled: true },
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [
      snapshot,
      { kind: "crash", afterInteractions: 1, applied: false },
      run,
      { kind: "advance-clock", ms: 1 },
      snapshot,
      run,
    ],
  });
  let runs = 0;
  const writesForCrashedRun: Target = {
    ...shippedPipeline,
    reconcile: (inputs, services) => {
      runs += 1;
      if (runs === 1) return shippedPipeline.reconcile(inputs, services);
      const { audit } = services;
      const append: typeof audit.append = (event) => {
        if (event.event_type === "RECONCILE_RUN") audit.append({ ...event, run_id: "run-1" });
        return audit.append(event);
      };
      const { nowMs, newRunId, port, readSnapshot } = services;
      const changed = { nowMs, newRunId, port, readSnapshot, audit: { append } };
      return shippedPipeline.reconcile(inputs, changed);
    },
  };
  expect(await failedChecks(shippedPipeline, scenario)).toEqual([]);
  expect(await failedChecks(writesForCrashedRun, scenario)).toContain("event-after-crash");
});

test("wrong-expected-status fails when an order update changes the creation time", async () => {
  const update = {
    clientOrderId: ownId(),
    status: "PARTIALLY_FILLED",
    updatedAtMs: startsAtMs,
  } as const;
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder()] },
    steps: [{ kind: "order-update", ...update }, snapshot, run],
  });
  const changesCreationTime: Target = {
    ...shippedPipeline,
    applyOrderUpdate: (expected, applied) => ({
      ...applyOrderUpdate(expected, applied),
      orders: expected.orders.map((order) => ({
        ...order,
        status: applied.status,
        updatedAtMs: applied.updatedAtMs,
        createdAtMs: applied.updatedAtMs,
      })),
    }),
  };
  expect(await failedChecks(shippedPipeline, scenario)).toEqual([]);
  expect(await failedChecks(changesCreationTime, scenario)).toContain("wrong-expected-status");
});
