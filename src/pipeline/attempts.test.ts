import { expect, test } from "vitest";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { decimalSchema } from "../domain/decimal.ts";
import type { PriorCall } from "../domain/port-call.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import { type Parts, longPosition } from "../test-fixtures/observe.ts";
import { observedOrder, ownId, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { detectMismatches } from "./detect.ts";
import { findBlock, type LimitContext } from "./limits.ts";

const one = decimalSchema.parse("1");
const symbol = tradingSymbolSchema.parse("BTCUSDT");

const cancels = (level: number, ...statuses: PriorCall["status"][]): PriorCall[] =>
  statuses.map((status) => ({
    request: {
      method: "cancelOrder",
      symbol,
      clientOrderId: clientOrderIdSchema.parse(ownId(level)),
    },
    atMs: startsAtMs - 1_000,
    status,
  }));

/** The block of one mismatch after these calls, or null. */
function blockAfter(
  priorCalls: readonly PriorCall[],
  config: Parts["config"] = {},
  exchange: Parts["exchange"] = { orders: [observedOrder()] },
  attempts = 0,
) {
  const scenario = scenarioWith({ config, exchange });
  const simulated = new SimulatedExchange(scenario.exchange);
  const orders = { takenAtMs: startsAtMs, items: simulated.orders() };
  const observed = { orders, positions: simulated.positions() };
  const [mismatch] = detectMismatches({ orders: [], positions: [] }, observed, scenario.config);
  if (mismatch === undefined) throw new Error("nothing was detected");
  const context: LimitContext = {
    config: scenario.config,
    nowMs: startsAtMs,
    lastPortCallAtMs: startsAtMs - 1_000,
    priorCalls,
    rejectedParts: [],
    attempts,
    symbols: new Set(),
    parts: 0,
  };
  return findBlock(mismatch, context);
}

const reasonAfter = (...parts: Parameters<typeof blockAfter>) =>
  blockAfter(...parts)?.reason ?? null;

const thrice = cancels(1, "rejected", "rejected", "rejected");

test.each<[string, readonly PriorCall[], Parts["config"], string | null]>([
  ["nothing", [], {}, null],
  ["two attempts, where three are allowed", thrice.slice(1), {}, null],
  [
    "three attempts, accepted or not",
    cancels(1, "rejected", "accepted", "rejected"),
    {},
    "max_attempts_reached",
  ],
  ["three attempts from before the window", thrice, { attemptWindowSeconds: 1 }, null],
  ["three attempts within the window", thrice, { attemptWindowSeconds: 2 }, "max_attempts_reached"],
  ["an unknown outcome", cancels(1, "unknown"), {}, null],
  [
    "an unknown outcome and one more attempt",
    cancels(1, "unknown", "rejected"),
    {},
    "outcome_unknown",
  ],
  ["two unknown outcomes", cancels(1, "unknown", "unknown"), {}, "outcome_unknown"],
  ["an unknown outcome that was resolved", cancels(1, "unknown", "accepted"), {}, null],
  [
    "a failure after that",
    cancels(1, "unknown", "accepted", "rejected"),
    { maxAttemptsPerIntent: 9 },
    null,
  ],
  ["a failure and an unknown outcome", cancels(1, "rejected", "unknown"), {}, null],
  ["attempts for another order", cancels(9, "unknown", "unknown", "rejected"), {}, null],
  [
    "as many calls as the window allows",
    cancels(9, "rejected"),
    { maxAttemptsPerWindow: 1 },
    "max_attempts_reached",
  ],
  ["one call fewer than that", cancels(9, "rejected"), { maxAttemptsPerWindow: 2 }, null],
])("after %s", (_, priorCalls, config, reason) => {
  expect(reasonAfter(priorCalls, config)).toBe(reason);
});

test("calls of this run count towards the limit of the window", () => {
  const exchange = { orders: [observedOrder()] };
  expect(reasonAfter([], { maxAttemptsPerWindow: 2 }, exchange, 1)).toBeNull();
  expect(reasonAfter([], { maxAttemptsPerWindow: 2 }, exchange, 2)).toBe("max_attempts_reached");
});

test.each([
  ["one-way mode", null, null],
  ["the same leg", "LONG", "max_attempts_reached"],
  ["the other leg", "SHORT", null],
] as const)(
  "attempts for a position of %s count for that position only",
  (_, positionSide, reason) => {
    const flattens = thrice.map(({ request: { clientOrderId }, ...call }) => ({
      ...call,
      request: {
        method: "placeMarketOrder",
        symbol,
        clientOrderId,
        side: "SELL",
        quantity: one,
        positionSide,
        reduceOnly: null,
      } as const,
    }));
    const exchange = {
      positionMode: "hedge",
      positions: [{ ...longPosition, positionSide: "LONG" }],
      prices: { BTCUSDT: "1" },
    } as const;
    expect(reasonAfter(flattens, {}, exchange)).toBe(reason);
  },
);

test("the operator is sent to the exchange after an unknown outcome and one more attempt", () => {
  expect(blockAfter(cancels(1, "unknown", "rejected"))?.detail).toBe(
    "one more attempt followed an unknown outcome; check the exchange yourself",
  );
});
