/** Valid scenarios that no generator makes, on which a check of ours once broke though the pipeline was right. */
import { expect, test } from "vitest";
import type { Step } from "../src/scenario/step.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { longPosition, manyOrders } from "../src/test-fixtures/observe.ts";
import type { Parts } from "../src/test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";

const ok = { kind: "ok" } as const;
const look: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };
const stranger = "web_BTCUSDT_7";

test.each<[string, Parts]>([
  [
    "no attempt at anything is allowed",
    {
      config: { action: "cancel_then_flatten", maxAttemptsPerIntent: 0 },
      exchange: { orders: manyOrders, positions: [longPosition], prices: { BTCUSDT: "50000" } },
      steps: [look, run],
    },
  ],
  [
    "the budget of the window comes back in the last quiet run",
    {
      config: {
        action: "cancel_all",
        cooldownSeconds: 1,
        maxAttemptsPerWindow: 2,
        attemptWindowSeconds: 60,
      },
      exchange: { orders: manyOrders.slice(0, 3) },
      steps: [look, run, { kind: "advance-clock", ms: 52_010 }, look, run],
    },
  ],
  [
    "news that is newer than the look of one run leaves something for the next",
    {
      config: { action: "cancel_all" },
      expected: { orders: [expectedOrder({ clientOrderId: ownId(1) })] },
      exchange: { orders: manyOrders.slice(0, 2) },
      steps: [
        {
          kind: "order-update",
          clientOrderId: ownId(1),
          status: "CANCELLED",
          updatedAtMs: startsAtMs + 1,
        },
        look,
        run,
        look,
        run,
      ],
    },
  ],
  [
    "a stranger's id has a symbol in it",
    {
      expected: { orders: [expectedOrder({ clientOrderId: stranger, status: "FILLED" })] },
      exchange: { orders: [observedOrder({ clientOrderId: stranger })] },
      steps: [look, run],
    },
  ],
])("our own pipeline breaks nothing where %s", async (_, parts) => {
  const scenario = scenarioWith({ gates: openGates, ...parts });
  const { verdicts } = await judgeCase(scenario, shippedPipeline, allProperties);
  const broken = verdicts.flatMap((verdict, at) =>
    verdict.kind === "fail" ? [`${allProperties[at]?.name}/${verdict.check}`] : [],
  );
  expect(broken).toEqual([]);
});
