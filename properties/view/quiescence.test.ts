import { expect, test } from "vitest";
import { runScenario } from "../../src/simulation/run-scenario.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { longPosition, type Parts } from "../../src/test-fixtures/observe.ts";
import { observedOrder, ownId, scenarioWith } from "../../src/test-fixtures/scenarios.ts";
import { maxQuietRuns, withQuiescence } from "./quiescence.ts";

const limits = { action: "cancel_then_flatten", maxSymbolsPerAction: 9 } as const;
const one = { ...limits, maxOrdersPerAction: 1, maxAttemptsPerIntent: 3 };
const two = { ...one, maxOrdersPerAction: 2 };
const order = (level: number, reduceOnly = false) =>
  observedOrder({ clientOrderId: ownId(level), orderId: `${level}`, reduceOnly });
const orders = [order(1), order(2), order(3)];
const positions = [longPosition];
const leg = { symbol: "BTCUSDT", positionSide: "LONG", quantity: "1" } as const;
const closingOrder = observedOrder({ positionSide: "LONG" });

test.each<[string, NonNullable<Parts["config"]>, NonNullable<Parts["exchange"]>, number]>([
  ["nothing", one, {}, 0],
  ["three orders, one in a run", one, { orders }, 3],
  ["three orders, two in a run", two, { orders }, 2],
  ["three orders that no action cancels", { ...one, action: "flatten" }, { orders }, 0],
  ["an order that has ended", one, { orders: [observedOrder({ status: "FILLED" })] }, 0],
  ["an external order", one, { orders: [observedOrder({ clientOrderId: "other" })] }, 0],
  ["an order outside the whitelist", { ...one, symbolWhitelist: ["ETHUSDT"] }, { orders }, 0],
  ["orders without a required whitelist", { ...one, symbolWhitelist: [] }, { orders }, 0],
  [
    "orders without a whitelist, which is not required",
    { ...one, symbolWhitelist: [], requireWhitelist: false },
    { orders },
    3,
  ],
  ["a position", one, { positions }, 1],
  ["a position that no action flattens", { ...one, action: "cancel_all" }, { positions }, 0],
  ["a position without an attempt", { ...one, maxAttemptsPerIntent: 0 }, { positions }, 0],
  ["a position without a price", one, { positions, prices: {} }, 0],
  ["a position with a price of zero", one, { positions, prices: { BTCUSDT: "0" } }, 0],
  ["a position outside the whitelist", { ...one, symbolWhitelist: ["ETHUSDT"] }, { positions }, 0],
  ["a position and an order that does not reduce it", one, { positions, orders: [order(1)] }, 2],
  ["a position and a reducing order", one, { positions, orders: [order(1, true)] }, 4],
  ["a leg of a hedge", one, { positionMode: "hedge", positions: [leg] }, 1],
  [
    "a position with filters that do not split its close",
    one,
    { positions, filters: { BTCUSDT: { stepSize: "0.0001" } } },
    1,
  ],
  [
    "a position whose close can have as many orders as attempts",
    one,
    { positions, filters: { BTCUSDT: { maxMarketQuantity: "0.0005" } } },
    3,
  ],
  [
    "a leg and an order that can close it",
    one,
    { positionMode: "hedge", positions: [leg], orders: [closingOrder] },
    4,
  ],
])("a quiescence with %s needs the runs that it can use", (_, config, exchange, runs) => {
  expect(maxQuietRuns(scenarioWith({ config, exchange }))).toBe(runs);
});

const run = { kind: "reconcile" } as const;

test.each<[string, string | null, number]>([
  ["becomes known", "50000", 1],
  ["becomes zero", "0", 0],
  ["stays unknown", null, 0],
])(
  "a quiescence with a position whose price %s needs the runs that it can use",
  (_, price, runs) => {
    const steps = [{ kind: "set-price", symbol: "BTCUSDT", price } as const, run];
    const exchange = { positions, prices: {} };
    expect(maxQuietRuns(scenarioWith({ config: one, exchange, steps }))).toBe(runs);
  },
);

test("a quiescence begins after a ban", async () => {
  const banMs = 259_200_000;
  const scenario = scenarioWith({
    config: one,
    exchange: { orders },
    steps: [{ kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs }] }, run],
  });
  const observation = await runScenario(scenario, shippedPipeline);
  const quiet = withQuiescence({ scenario, observation });
  const waits =
    "steps" in quiet
      ? quiet.steps.flatMap((step) => (step.kind === "advance-clock" ? [step.ms] : []))
      : [];
  expect(waits[0]).toBeGreaterThanOrEqual(banMs);
});

function waitOf(...jumps: readonly number[]): number {
  const set = jumps.map((byMs) => ({ kind: "set-clock" as const, byMs }));
  const steps = [...set, { kind: "snapshot" as const }, { kind: "reconcile" as const }];
  const scenario = scenarioWith({ steps, config: one, exchange: { orders } });
  const quiet = withQuiescence({ scenario, observation: {} as never });
  if ("discarded" in quiet) throw new Error(quiet.discarded);
  const wait = quiet.steps.find((step) => step.kind === "advance-clock");
  return wait?.kind === "advance-clock" ? wait.ms : 0;
}

test("quiescence starts when the clock has passed each time that it had before it was set", () => {
  expect(waitOf(-7, 3) - waitOf()).toBe(10);
});
