import { expect, test } from "vitest";
import type { Mismatch } from "../domain/mismatch.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import { detectMismatches } from "./detect.ts";
import { findBlock } from "./limits.ts";
import type { LimitContext } from "./limits.ts";
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
    "an id that is not ours, though the bot believes in it",
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
    "a notional of exactly the limit",
    { exchange: { positions: [{ symbol: "BTCUSDT", quantity: "-0.01" }] } },
    ["planned"],
  ],
  [
    "a notional a hair above the limit",
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
    "more orders than a run may touch",
    { config: { maxOrdersPerAction: 2 }, exchange: { orders: manyOrders } },
    ["planned", "planned", "max_orders_reached", "max_orders_reached"],
  ],
  [
    "more symbols than a run may touch",
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
    "what is blocked counts towards no limit",
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
    "several reasons at once: the first one in the order of the limits is named",
    {
      config: { requireWhitelist: true, symbolWhitelist: [], maxOrdersPerAction: 0 },
      exchange: { orders: [observedOrder()] },
    },
    ["whitelist_required"],
  ],
])("limit, the same in dry-run and live: %s", async (_, parts, expected) => {
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

type Mending = readonly [reason: string, mend: Partial<LimitContext>];

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

/** Everything is wrong at first; each mending uncovers the next limit. */
const mendings: readonly Mending[] = [
  ["snapshot_unreadable", { rejectedParts: [] }],
  ["cooldown_not_elapsed", { lastPortCallAtMs: null }],
  ["whitelist_required", { config: configWith({ ...tight, symbolWhitelist: ["ETHUSDT"] }) }],
  ["symbol_not_in_whitelist", { config: configWith(whitelisted) }],
];

const everythingWrong: LimitContext = {
  config: configWith(tight),
  nowMs: startsAtMs,
  lastPortCallAtMs: startsAtMs - 1,
  priorCalls: [],
  rejectedParts: [rejectedParts],
  attempts: 0,
  symbols: new Set(),
};

test.each<[string, Mismatch | undefined, readonly Mending[]]>([
  [
    "a flatten",
    position,
    [
      ...mendings,
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
  ["a cancel of a stranger's order", order, [...mendings, ["no_grinder_prefix", {}]]],
])("for %s the limits are asked in their order", (_, mismatch, steps) => {
  if (mismatch === undefined) throw new Error("nothing was detected");
  const context = { ...everythingWrong };
  for (const [reason, mend] of steps) {
    expect(findBlock(mismatch, context)?.reason).toBe(reason);
    Object.assign(context, mend);
  }
  expect(findBlock(mismatch, context)?.reason ?? "passes").toBe(
    mismatch === position ? "passes" : "no_grinder_prefix",
  );
});

test("whose order it is comes before its status, and its status before the count", () => {
  const [ours] = detectIn({ exchange: { orders: [observedOrder({ status: "UNKNOWN" })] } });
  if (ours === undefined) throw new Error("nothing was detected");
  const context = { ...everythingWrong, rejectedParts: [], lastPortCallAtMs: null };
  const config = configWith(whitelisted);
  expect(findBlock(ours, { ...context, config })?.reason).toBe("order_status_not_actionable");
});
