import { expect, test } from "vitest";
import { observedOrderSchema } from "../domain/order.ts";
import { priorCallSchema } from "../domain/port-call.ts";
import { live, outcomes } from "../test-fixtures/observe.ts";
import { observedOrder, ownId, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { limits } from "./limits.ts";

test.each([
  [119_999, ["rate_limited"], 1],
  [120_000, ["executed"], 2],
])("a ban of 2 minutes, %i ms after the rate-limit answer", async (ms, expected, calls) => {
  for (const auditEnabled of [false, true]) {
    const seen = await live({
      config: { cooldownSeconds: 0, auditEnabled },
      exchange: { orders: [observedOrder()] },
      steps: [
        { kind: "snapshot" },
        { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 120_000 }] },
        { kind: "reconcile" },
        { kind: "restart", expectedState: "current" },
        { kind: "advance-clock", ms },
        { kind: "snapshot" },
        { kind: "reconcile" },
      ],
    });
    expect(outcomes(seen)).toEqual(expected);
    expect(seen.portCalls).toHaveLength(calls);
  }
});

const banned = (bannedUntilMs: number) =>
  priorCallSchema.parse({
    request: { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: ownId() },
    atMs: startsAtMs - 1,
    status: "rejected",
    bannedUntilMs,
  });

test("of several bans the last one counts, and its rest is named", () => {
  const observed = observedOrderSchema.parse(observedOrder());
  const { symbol, positionSide, clientOrderId } = observed;
  const type = "ORDER_EXISTS_UNEXPECTED";
  const mismatch = { type, symbol, positionSide, clientOrderId, expected: null, observed } as const;
  const context = {
    config: scenarioWith({}).config,
    lastPortCallAtMs: null,
    priorCalls: [banned(startsAtMs + 7), banned(startsAtMs + 3)],
    rejectedParts: [],
    attempts: 0,
    symbols: new Set<string>(),
    parts: 0,
  };
  const blockAt = (nowMs: number) => limits.banOver(mismatch, { ...context, nowMs });
  const detail = "the exchange refuses every request for 2 ms";
  expect(blockAt(startsAtMs + 5)).toEqual({ reason: "rate_limited", detail });
  expect(blockAt(startsAtMs + 7)).toBeNull();
});
