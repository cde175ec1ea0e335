/** Valid scenarios that no generator makes. On each, a check once failed a correct pipeline. */
import { expect, test } from "vitest";
import { unsignedDecimalSchema } from "../src/domain/decimal.ts";
import type { Step } from "../src/scenario/step.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
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
const snapshot: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };
const externalId = "web_BTCUSDT_7";

const lostReply = { kind: "reject", code: -1001, message: "busy", applied: true } as const;

const symbols = Array.from({ length: 11 }, (_, at) => `A${String.fromCharCode(65 + at)}USDT`);

test.each<[string, Parts]>([
  [
    "more symbols have a mismatch than an audit event names",
    {
      config: { auditEnabled: true },
      exchange: {
        orders: symbols.map((symbol) =>
          observedOrder({ symbol, clientOrderId: `grinder_grid_${symbol}_1_1704067100_1` }),
        ),
      },
      steps: [snapshot, run],
    },
  ],
  ...[
    ["the renamed ids sort in another order", "B_10", "B_100"],
    ["the renamed ids are equal", "BTC_1", "BTCU_1"],
  ].map(([title = "", ...levels]): [string, Parts] => [
    title,
    {
      config: { action: "cancel_all" },
      exchange: {
        orders: levels.map((level) =>
          observedOrder({ clientOrderId: `grinder_grid_${level}_1704067100_1` }),
        ),
      },
      steps: [snapshot, run],
    },
  ]),
  [
    "an expected order has the id of an order that a follow-up adds",
    {
      expected: {
        orders: [expectedOrder({ clientOrderId: "autoclose-1704067100123", status: "FILLED" })],
      },
      exchange: { orders: [observedOrder({ clientOrderId: "autoclose-1704067100123" })] },
      steps: [snapshot, run],
    },
  ],
  [
    "an error came back for a cancel and for a flatten that took effect",
    {
      config: { action: "cancel_then_flatten", cooldownSeconds: 0, auditEnabled: true },
      exchange: {
        orders: manyOrders.slice(0, 1),
        positions: [longPosition],
        prices: { BTCUSDT: "50000" },
      },
      steps: [
        { kind: "set-port-faults", faults: [lostReply, lostReply] },
        snapshot,
        run,
        { kind: "advance-clock", ms: 1 },
        snapshot,
        run,
      ],
    },
  ],
  ...["0", "0.0004"].map((filled): [string, Parts] => [
    `an accepted flatten expires after a fill of ${filled}`,
    {
      config: { action: "flatten", cooldownSeconds: 0, auditEnabled: true },
      exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
      steps: [
        {
          kind: "set-port-faults",
          faults: [{ kind: "expire", filled: unsignedDecimalSchema.parse(filled) }],
        },
        snapshot,
        run,
        { kind: "advance-clock", ms: 1 },
        snapshot,
        run,
      ],
    },
  ]),
  [
    "a ban ends before the last run, and another one starts",
    {
      config: { action: "cancel_all", cooldownSeconds: 0, auditEnabled: true },
      exchange: { orders: manyOrders },
      steps: [
        {
          kind: "set-port-faults",
          faults: [
            { kind: "accept" },
            { kind: "rate-limit", banMs: 60_000 },
            { kind: "rate-limit", banMs: 259_200_000 },
          ],
        },
        snapshot,
        run,
        { kind: "restart", expectedState: "current" },
        { kind: "advance-clock", ms: 59_999 },
        snapshot,
        run,
        { kind: "advance-clock", ms: 1 },
        snapshot,
        run,
      ],
    },
  ],
  [
    "the audit sink rejects the result that names the end of a ban",
    {
      config: { action: "cancel_all", cooldownSeconds: 0, auditEnabled: true },
      exchange: { orders: manyOrders },
      steps: [
        { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 60_000 }] },
        { kind: "set-audit-fault", writable: false, afterEvents: 1 },
        snapshot,
        run,
        { kind: "set-audit-fault", writable: true, afterEvents: 0 },
        { kind: "advance-clock", ms: 1 },
        snapshot,
        run,
      ],
    },
  ],
  [
    "the process crashes before it writes the end of a ban",
    {
      config: { action: "cancel_all", cooldownSeconds: 0, auditEnabled: true },
      exchange: { orders: manyOrders },
      steps: [
        { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 60_000 }] },
        { kind: "crash", afterInteractions: 2, applied: false },
        snapshot,
        run,
        { kind: "advance-clock", ms: 1 },
        snapshot,
        run,
      ],
    },
  ],
  [
    "a single run gets a rate limit",
    {
      config: { action: "cancel_all", auditEnabled: true },
      exchange: { orders: manyOrders },
      steps: [
        { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 60_000 }] },
        snapshot,
        run,
      ],
    },
  ],
  [
    "the configuration changes between two runs",
    {
      config: { action: "none", cooldownSeconds: 0, auditEnabled: true },
      exchange: { orders: manyOrders, positions: [longPosition], prices: { BTCUSDT: "50000" } },
      steps: [
        snapshot,
        run,
        {
          kind: "set-config",
          config: { action: "cancel_then_flatten", maxOrdersPerAction: 1, symbolWhitelist: [] },
        },
        snapshot,
        run,
      ],
    },
  ],
  [
    "the price of an open position becomes known",
    {
      config: { action: "flatten", cooldownSeconds: 0 },
      exchange: { positions: [longPosition], prices: {} },
      steps: [
        snapshot,
        run,
        { kind: "set-price", symbol: "BTCUSDT", price: unsignedDecimalSchema.parse("50000") },
        snapshot,
        run,
      ],
    },
  ],
  [
    "the configuration permits no attempt",
    {
      config: { action: "cancel_then_flatten", maxAttemptsPerIntent: 0 },
      exchange: { orders: manyOrders, positions: [longPosition], prices: { BTCUSDT: "50000" } },
      steps: [snapshot, run],
    },
  ],
  [
    "the attempt window ends in the last quiet run",
    {
      config: {
        action: "cancel_all",
        cooldownSeconds: 1,
        maxAttemptsPerWindow: 2,
        attemptWindowSeconds: 60,
      },
      exchange: { orders: manyOrders.slice(0, 3) },
      steps: [snapshot, run, { kind: "advance-clock", ms: 52_010 }, snapshot, run],
    },
  ],
  [
    "an order update after the snapshot leaves a mismatch for the next run",
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
        snapshot,
        run,
        snapshot,
        run,
      ],
    },
  ],
  [
    "the id of an external order contains a symbol",
    {
      expected: { orders: [expectedOrder({ clientOrderId: externalId, status: "FILLED" })] },
      exchange: { orders: [observedOrder({ clientOrderId: externalId })] },
      steps: [snapshot, run],
    },
  ],
])("the shipped pipeline passes when %s", async (_, parts) => {
  const scenario = scenarioWith({ gates: openGates, ...parts });
  const { verdicts } = await judgeCase(scenario, shippedPipeline, allProperties);
  const failures = verdicts.flatMap((verdict, at) =>
    verdict.kind === "fail" ? [`${allProperties[at]?.name}/${verdict.check}`] : [],
  );
  expect(failures).toEqual([]);
});
