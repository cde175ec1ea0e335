/** Two checks that no planted bug breaks: each is seen to fail here. */
import { expect, test } from "vitest";
import type { Step } from "../src/scenario/step.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import type { Target } from "../src/simulation/target.ts";
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
const look: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };

async function claimsBrokenBy(target: Target, scenario: ReturnType<typeof scenarioWith>) {
  const { verdicts } = await judgeCase(scenario, target, allProperties);
  return verdicts.flatMap((verdict) => (verdict.kind === "fail" ? [verdict.check] : []));
}

test("the last line of a run that was dead by then is held against whoever writes it", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all", auditEnabled: true },
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [
      look,
      { kind: "crash", afterInteractions: 1, applied: false },
      run,
      { kind: "advance-clock", ms: 1 },
      look,
      run,
    ],
  });
  let runs = 0;
  const talksForTheDead: Target = {
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
      const bent = { nowMs, newRunId, port, readSnapshot, audit: { append } };
      return shippedPipeline.reconcile(inputs, bent);
    },
  };
  expect(await claimsBrokenBy(shippedPipeline, scenario)).toEqual([]);
  expect(await claimsBrokenBy(talksForTheDead, scenario)).toContain("event-after-crash");
});

test("news that makes an order younger is held against who hears it so", async () => {
  const news = {
    clientOrderId: ownId(),
    status: "PARTIALLY_FILLED",
    updatedAtMs: startsAtMs,
  } as const;
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder()] },
    steps: [{ kind: "order-update", ...news }, look, run],
  });
  const makesYoung: Target = {
    ...shippedPipeline,
    applyOrderUpdate: (expectedState, told) => ({
      ...applyOrderUpdate(expectedState, told),
      orders: expectedState.orders.map((order) => ({
        ...order,
        status: told.status,
        updatedAtMs: told.updatedAtMs,
        createdAtMs: told.updatedAtMs,
      })),
    }),
  };
  expect(await claimsBrokenBy(shippedPipeline, scenario)).toEqual([]);
  expect(await claimsBrokenBy(makesYoung, scenario)).toContain("wrong-expected-status");
});
