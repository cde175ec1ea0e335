import { expect, test } from "vitest";
import type { Mismatch } from "../domain/mismatch.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import { detectMismatches } from "./detect.ts";
import { findBlock, type LimitContext } from "./limits.ts";
import { dryRun, live, longPosition, manyOrders, outcomes } from "../test-fixtures/observe.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";

const hedgedPositions = ["BTCUSDT", "ETHUSDT", "XRPUSDT"].map((symbol) => ({
  symbol,
  quantity: "1",
}));

test.each<[string, Parts, string[]]>([
  [
    "whitelist required and empty",
    { config: { symbolWhitelist: [] }, exchange: { orders: [observedOrder()] } },
    ["whitelist_required"],
  ],
  [
    "whitelist not required and empty",
    {
      config: { symbolWhitelist: [], requireWhitelist: false },
      exchange: { orders: [observedOrder()] },
    },
    ["planned"],
  ],
  [
    "symbol outside the whitelist",
    { exchange: { orders: [observedOrder({ symbol: "ETHUSDT" })] } },
    ["symbol_not_in_whitelist"],
  ],
  [
    "an expected order with an external id",
    {
      expected: { orders: [expectedOrder({ clientOrderId: "web_1", status: "FILLED" })] },
      exchange: { orders: [observedOrder({ clientOrderId: "web_1" })] },
    },
    ["no_grinder_prefix"],
  ],
  [
    "a pending order",
    { exchange: { orders: [observedOrder({ status: "PENDING" })] } },
    ["order_status_not_actionable"],
  ],
  [
    "an unknown status",
    { exchange: { orders: [observedOrder({ status: "UNKNOWN" })] } },
    ["order_status_not_actionable"],
  ],
  ["no price", { exchange: { positions: [longPosition], prices: {} } }, ["price_unavailable"]],
  [
    "a price of zero",
    { exchange: { positions: [longPosition], prices: { BTCUSDT: "0.00" } } },
    ["price_unavailable"],
  ],
  [
    "a price in bitcoin",
    {
      config: { symbolWhitelist: ["ETHBTC"] },
      exchange: { positions: [{ symbol: "ETHBTC", quantity: "12" }], prices: { ETHBTC: "0.031" } },
    },
    ["price_unavailable"],
  ],
  ...["BTCUSDC", "BTCUSDC_260327", "币安人生USDT"].map((symbol): [string, Parts, string[]] => [
    `a price of ${symbol}`,
    {
      config: { symbolWhitelist: [symbol] },
      exchange: { positions: [{ symbol, quantity: "0.01" }], prices: { [symbol]: "50000" } },
    },
    ["planned"],
  ]),
  [
    "a notional of exactly the limit",
    { exchange: { positions: [{ symbol: "BTCUSDT", quantity: "-0.01" }] } },
    ["planned"],
  ],
  [
    "a notional just above the limit",
    { exchange: { positions: [{ symbol: "BTCUSDT", quantity: "-0.01000000000000001" }] } },
    ["notional_exceeds_limit"],
  ],
  [
    "a notional that binary floats would put above the limit",
    {
      config: { maxFlattenNotionalUsdt: "0.3" },
      exchange: { positions: [{ symbol: "BTCUSDT", quantity: "3" }], prices: { BTCUSDT: "0.1" } },
    },
    ["planned"],
  ],
  [
    "more orders than a run may remediate",
    { config: { maxOrdersPerAction: 2 }, exchange: { orders: manyOrders } },
    ["planned", "planned", "max_orders_reached", "max_orders_reached"],
  ],
  [
    "more symbols than a run may remediate",
    {
      config: { maxSymbolsPerAction: 2, symbolWhitelist: ["BTCUSDT", "ETHUSDT", "XRPUSDT"] },
      exchange: {
        positions: hedgedPositions,
        prices: { BTCUSDT: "1", ETHUSDT: "1", XRPUSDT: "1" },
      },
    },
    ["planned", "planned", "max_symbols_reached"],
  ],
  [
    "a second leg on a symbol that is already counted",
    {
      config: { maxSymbolsPerAction: 1 },
      exchange: {
        positionMode: "hedge",
        positions: [
          { symbol: "BTCUSDT", positionSide: "LONG", quantity: "0.001" },
          { symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-0.001" },
        ],
      },
    },
    ["planned", "planned"],
  ],
  [
    "blocked remediations count towards no limit",
    {
      config: { maxOrdersPerAction: 1 },
      exchange: {
        orders: [
          observedOrder({ clientOrderId: ownId(1), status: "UNKNOWN" }),
          observedOrder({ clientOrderId: ownId(2) }),
        ],
      },
    },
    ["order_status_not_actionable", "planned"],
  ],
  [
    "several limits at once: the first one in their order gives the reason",
    {
      config: { requireWhitelist: true, symbolWhitelist: [], maxOrdersPerAction: 0 },
      exchange: { orders: [observedOrder()] },
    },
    ["whitelist_required"],
  ],
])("dry-run and live mode have the same limit: %s", async (_, parts, expected) => {
  const planned = await dryRun(parts);
  const sent = await live(parts);
  expect(outcomes(planned)).toEqual(expected);
  expect(outcomes(sent)).toEqual(expected.map((word) => (word === "planned" ? "executed" : word)));
});
const twoRuns = (ms: number) =>
  [
    { kind: "snapshot" },
    { kind: "set-port-faults", faults: [{ kind: "reject", code: -1001, message: "busy" }] },
    { kind: "reconcile" },
    { kind: "advance-clock", ms },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ] as const;

test.each([
  [59_999, ["cooldown_not_elapsed"], 1],
  [60_000, ["executed"], 2],
])("the cooldown of 60 s, %i ms after a run that called the port", async (ms, expected, calls) => {
  const seen = await live({
    config: { cooldownSeconds: 60 },
    exchange: { orders: [observedOrder()] },
    steps: [...twoRuns(ms)],
  });
  expect(outcomes(seen)).toEqual(expected);
  expect(seen.portCalls).toHaveLength(calls);
});

test("the cooldown never blocks inside a run", async () => {
  const seen = await live({ config: { cooldownSeconds: 60 }, exchange: { orders: manyOrders } });
  expect(seen.run.counts.executed).toBe(4);
});

type Fix = readonly [reason: string, fix: Partial<LimitContext>];

const [position] = detectIn({ exchange: { positions: [{ symbol: "BTCUSDT", quantity: "1" }] } });
const [order] = detectIn({
  expected: { orders: [expectedOrder({ clientOrderId: "web_1", status: "FILLED" })] },
  exchange: { orders: [observedOrder({ clientOrderId: "web_1", status: "UNKNOWN" })] },
});

function detectIn(parts: Parts): Mismatch[] {
  const { expected, exchange, config } = scenarioWith(parts);
  const simulated = new SimulatedExchange(exchange);
  const orders = { takenAtMs: startsAtMs, items: simulated.orders() };
  return detectMismatches(expected, { orders, positions: simulated.positions() }, config);
}

const configWith = (parts: Parts["config"]) => scenarioWith({ config: parts }).config;
const tight = {
  cooldownSeconds: 60,
  symbolWhitelist: [] as string[],
  maxFlattenNotionalUsdt: "1",
  maxOrdersPerAction: 0,
  maxSymbolsPerAction: 0,
};
const whitelisted = { ...tight, symbolWhitelist: ["BTCUSDT"] };
const rejectedParts = { part: "orders", reason: "snapshot_unreadable", detail: "" } as const;

/** At first every limit blocks; each fix reveals the next limit. */
const fixes: readonly Fix[] = [
  ["snapshot_unreadable", { rejectedParts: [] }],
  ["cooldown_not_elapsed", { lastPortCallAtMs: null }],
  ["whitelist_required", { config: configWith({ ...tight, symbolWhitelist: ["ETHUSDT"] }) }],
  ["symbol_not_in_whitelist", { config: configWith(whitelisted) }],
];

const everyLimitBlocks: LimitContext = {
  config: configWith(tight),
  nowMs: startsAtMs,
  lastPortCallAtMs: startsAtMs - 1,
  priorCalls: [],
  rejectedParts: [rejectedParts],
  attempts: 0,
  symbols: new Set(),
  parts: 0,
};

test.each<[string, Mismatch | undefined, readonly Fix[]]>([
  [
    "a flatten",
    position,
    [
      ...fixes,
      [
        "notional_exceeds_limit",
        { config: configWith({ ...whitelisted, maxFlattenNotionalUsdt: "1000000" }) },
      ],
      [
        "max_orders_reached",
        {
          config: configWith({
            ...whitelisted,
            maxFlattenNotionalUsdt: "1000000",
            maxOrdersPerAction: 1,
          }),
        },
      ],
      [
        "max_symbols_reached",
        {
          config: configWith({
            ...whitelisted,
            maxFlattenNotionalUsdt: "1000000",
            maxOrdersPerAction: 1,
            maxSymbolsPerAction: 1,
          }),
        },
      ],
    ],
  ],
  ["a cancel of an external order", order, [...fixes, ["no_grinder_prefix", {}]]],
])("the limits of %s are checked in their order", (_, mismatch, steps) => {
  if (mismatch === undefined) throw new Error("nothing was detected");
  const context = { ...everyLimitBlocks };
  for (const [reason, fix] of steps) {
    expect(findBlock(mismatch, context)?.reason).toBe(reason);
    Object.assign(context, fix);
  }
  expect(findBlock(mismatch, context)?.reason ?? "passes").toBe(
    mismatch === position ? "passes" : "no_grinder_prefix",
  );
});

test("ownership is checked before the status, and the status before the count", () => {
  const [own] = detectIn({ exchange: { orders: [observedOrder({ status: "UNKNOWN" })] } });
  if (own === undefined) throw new Error("nothing was detected");
  const context = { ...everyLimitBlocks, rejectedParts: [], lastPortCallAtMs: null };
  const config = configWith(whitelisted);
  expect(findBlock(own, { ...context, config })?.reason).toBe("order_status_not_actionable");
});
