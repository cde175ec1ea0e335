import { expect, test } from "vitest";
import type * as z from "zod";
import type { configSchema } from "../../src/domain/config.ts";
import { observedOrderSchema } from "../../src/domain/order.ts";
import { priorCallSchema } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import { contextOf, missingOrder, positionMismatch } from "../../src/test-fixtures/oracle.ts";
import {
  observedOrder,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../../src/test-fixtures/scenarios.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";
import { expectedOutcomes, isCoolingDown, isQuotedInUsdt } from "./expected-outcomes.ts";

function unexpectedOrder(parts: Parameters<typeof observedOrder>[0] = {}): ExpectedMismatch {
  const order = observedOrderSchema.parse(observedOrder(parts));
  const { symbol, clientOrderId } = order;
  const type = "ORDER_EXISTS_UNEXPECTED";
  return { type, symbol, positionSide: "BOTH", clientOrderId, order, position: null };
}

const order = unexpectedOrder();
const position = positionMismatch("BOTH", "-0.01", "50000");
const ended = unexpectedOrder({ status: "FILLED" });

type Config = z.input<typeof configSchema>;

function outcomesOf(
  mismatches: readonly ExpectedMismatch[],
  config: Config = {},
  context: Partial<RunContext> = {},
): string[] {
  const outcomes = expectedOutcomes(scenarioWith({ config }), contextOf(context), mismatches);
  expect(outcomes.map(({ mismatch }) => mismatch)).toEqual(mismatches);
  return outcomes.map(({ status, reason }) => reason ?? status);
}

test.each([
  ["none", order, "not_routed"],
  ["flatten", order, "not_routed"],
  ["cancel_all", order, "permitted"],
  ["cancel_then_flatten", order, "permitted"],
  ["none", position, "not_routed"],
  ["cancel_all", position, "not_routed"],
  ["flatten", position, "permitted"],
  ["cancel_then_flatten", position, "permitted"],
  ["cancel_all", missingOrder, "skipped_no_action"],
  ["cancel_all", ended, "skipped_terminal"],
] as const)("with %s a mismatch is %#: %j", (action, mismatch, outcome) => {
  expect(outcomesOf([mismatch], { action })).toEqual([outcome]);
});

test("a live order defers every flatten, with any action; an ended or missing one does not", () => {
  for (const action of ["none", "flatten"] as const) {
    expect(outcomesOf([order, position], { action })).toEqual(["not_routed", "deferred"]);
  }
  expect(outcomesOf([missingOrder, ended, position])).toEqual([
    "skipped_no_action",
    "skipped_terminal",
    "permitted",
  ]);
});

test.each<[ExpectedMismatch, Config, string]>([
  [order, { symbolWhitelist: [] }, "whitelist_required"],
  [order, { symbolWhitelist: [], requireWhitelist: false }, "permitted"],
  [order, { symbolWhitelist: ["ETHUSDT"] }, "symbol_not_in_whitelist"],
  [order, { symbolWhitelist: ["ETHUSDT"], requireWhitelist: false }, "symbol_not_in_whitelist"],
  [order, { symbolWhitelist: ["ETHUSDT", "BTCUSDT"] }, "permitted"],
  [unexpectedOrder({ clientOrderId: "web_1" }), {}, "no_grinder_prefix"],
  [unexpectedOrder({ status: "PARTIALLY_FILLED" }), {}, "permitted"],
  [unexpectedOrder({ status: "PENDING" }), {}, "order_status_not_actionable"],
  [positionMismatch("BOTH", "1"), {}, "price_unavailable"],
  [positionMismatch("BOTH", "1", "0.00"), {}, "price_unavailable"],
  [{ ...position, symbol: "ETHBTC" }, { symbolWhitelist: ["ETHBTC"] }, "price_unavailable"],
  [position, { maxFlattenNotionalUsdt: "500" }, "permitted"],
  [position, { maxFlattenNotionalUsdt: "499.99" }, "notional_exceeds_limit"],
])("a remediation is blocked by its first reason: %#", (mismatch, config, outcome) => {
  expect(outcomesOf([mismatch], config)).toEqual([outcome]);
});

test("stale orders and a cooldown block every remediation, and only remediations", () => {
  const lastPortCallAtMs = startsAtMs - 1_000;
  const stale = { lastPortCallAtMs: startsAtMs };
  expect(outcomesOf([missingOrder, position], {}, stale)).toEqual([
    "skipped_no_action",
    "snapshot_stale",
  ]);
  const cooling = { cooldownSeconds: 2, symbolWhitelist: [] };
  expect(outcomesOf([order], cooling, { lastPortCallAtMs })).toEqual(["cooldown_not_elapsed"]);
  expect(outcomesOf([order], { cooldownSeconds: 1 }, { lastPortCallAtMs })).toEqual(["permitted"]);
});

test("a cooldown needs an earlier port call, and ends after its whole length", () => {
  const scenario = scenarioWith({ config: { cooldownSeconds: 2 } });
  const cools = (lastPortCallAtMs: number | null) =>
    isCoolingDown(scenario, contextOf({ lastPortCallAtMs }));
  expect(cools(startsAtMs - 1_999)).toBe(true);
  expect(cools(startsAtMs - 2_000)).toBe(false);
  expect(cools(null)).toBe(false);
});

const three = [1, 2, 3].map((level) => unexpectedOrder({ clientOrderId: ownId(level) }));
const otherSymbol = unexpectedOrder({ symbol: "ETHUSDT" });
const symbolWhitelist = ["BTCUSDT", "ETHUSDT"];

test("a limit permits so many remediations, and counts no blocked one", () => {
  const external = unexpectedOrder({ clientOrderId: "web_1" });
  const maxOrders = "max_orders_reached";
  expect(outcomesOf([external, ...three], { maxOrdersPerAction: 2 })).toEqual([
    "no_grinder_prefix",
    "permitted",
    "permitted",
    maxOrders,
  ]);
  expect(outcomesOf(three, { maxOrdersPerAction: 0 })).toEqual([maxOrders, maxOrders, maxOrders]);
});

test("a limit of symbols blocks only further symbols", () => {
  const limited = { symbolWhitelist, maxSymbolsPerAction: 1 };
  const [first, second] = three.slice(0, 2) as [ExpectedMismatch, ExpectedMismatch];
  expect(outcomesOf([first, otherSymbol, second], limited)).toEqual([
    "permitted",
    "max_symbols_reached",
    "permitted",
  ]);
});

const callsAgo = (...times: readonly number[]) => ({
  priorCalls: times.map((agoMs) =>
    priorCallSchema.parse({
      request: { method: "cancelOrder", symbol: "ETHUSDT", clientOrderId: "other-1" },
      atMs: startsAtMs - agoMs,
      status: "accepted",
    }),
  ),
});

test("the calls of earlier runs in the attempt window count against the attempts in all", () => {
  const config = { maxAttemptsPerWindow: 3, attemptWindowSeconds: 10 };
  const reached = "max_attempts_reached";
  expect(outcomesOf(three, config, callsAgo(10_000, 1))).toEqual([
    "permitted",
    "permitted",
    reached,
  ]);
  expect(outcomesOf(three, config, callsAgo(9_999, 1))).toEqual(["permitted", reached, reached]);
  expect(outcomesOf(three, { maxAttemptsPerIntent: 0 })).toEqual([reached, reached, reached]);
  const both = { ...config, maxAttemptsPerWindow: 0, maxOrdersPerAction: 0 };
  expect(outcomesOf(three.slice(0, 1), both)).toEqual([reached]);
});

test.each([
  ["BTCUSDT", true],
  ["ETHUSDC", true],
  ["BTCUSDT_260925", true],
  ["ETHBTC", false],
  ["USDTBRL", false],
  ["ETHBTC_USDT", false],
])("%s is quoted in USDT or USDC: %s", (symbol, isQuoted) => {
  expect(isQuotedInUsdt(symbol)).toBe(isQuoted);
});
