import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { Scenario } from "../../scenario/scenario.ts";
import {
  expectedOrder,
  observedOrder,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../../test-fixtures/scenarios.ts";
import { candidatesOf } from "../../test-fixtures/shrinking.ts";

const [snapshot, run] = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
const wait = { kind: "advance-clock", ms: 1 } as const;
const fill = {
  kind: "order-update",
  clientOrderId: ownId(),
  status: "FILLED",
  updatedAtMs: startsAtMs,
  filledQuantity: "0.001",
} as const;

const has = (scenario: Scenario, part: object) =>
  candidatesOf(scenario).some((candidate) =>
    isDeepStrictEqual(candidate, { ...scenario, ...part }),
  );

test("the whitelist replaces fills that only make their symbol managed", () => {
  const scenario = scenarioWith({
    config: { symbolWhitelist: [] },
    expected: { orders: [expectedOrder()] },
    steps: [fill, snapshot, run],
  });
  const { config, steps } = scenario;
  expect(
    has(scenario, {
      config: { ...config, symbolWhitelist: ["BTCUSDT"] },
      expected: { orders: [], positions: [] },
      steps: steps.slice(1),
    }),
  ).toBe(true);
});

test("what is later than the start becomes as old as it, with fewer steps", () => {
  const updatedAtMs = startsAtMs + 1;
  const scenario = scenarioWith({
    exchange: { orders: [observedOrder({ updatedAtMs })] },
    steps: [snapshot, run, snapshot, run],
  });
  const { exchange, steps } = scenario;
  const orders = exchange.orders.map((order) => ({ ...order, updatedAtMs: startsAtMs }));
  expect(has(scenario, { exchange: { ...exchange, orders }, steps: steps.slice(2) })).toBe(true);
  const early = orders.map((order) => ({ ...order, updatedAtMs: startsAtMs - 1 }));
  const others = candidatesOf({ ...scenario, exchange: { ...exchange, orders: early } });
  expect(others.map((one) => one.exchange.orders)).not.toContainEqual(orders);
});

test("the scenario starts later instead of a clock that moves on before the first run", () => {
  const scenario = scenarioWith({ steps: [snapshot, wait, run, wait, run] });
  const { steps } = scenario;
  expect(has(scenario, { startsAtMs: startsAtMs + 1, steps: steps.toSpliced(1, 1) })).toBe(true);
  expect(candidatesOf(scenario).map((one) => one.startsAtMs)).not.toContain(startsAtMs + 2);
  const later = candidatesOf(scenario).filter((one) => one.startsAtMs > startsAtMs);
  expect(later).toHaveLength(1);
});

test.each([
  ["nothing", 1, 1],
  ["request", 1, 0],
  ["reply", 0, 1],
] as const)(
  "an order whose %s is lost becomes a part of the initial state",
  (lost, known, listed) => {
    const scenario = scenarioWith({
      steps: [{ kind: "place-order", order: expectedOrder(), lost }, snapshot, run],
    });
    const { steps } = scenario;
    const moved = candidatesOf(scenario).filter(
      ({ steps: fewer, expected, exchange }) =>
        JSON.stringify(fewer) === JSON.stringify(steps.slice(1)) &&
        expected.orders.length === known &&
        exchange.orders.length === listed,
    );
    expect(moved.length).toBeGreaterThan(0);
  },
);

test("a trail rejects events after fewer calls, where an entity less needs one", () => {
  const orders = [observedOrder(), observedOrder({ clientOrderId: ownId(2), orderId: "1002" })];
  const fault = { kind: "set-audit-fault", writable: false, afterEvents: 4 } as const;
  const scenario = scenarioWith({ exchange: { orders }, steps: [fault, snapshot, run] });
  const { exchange, steps } = scenario;
  const earlier = steps.map((step) => ("afterEvents" in step ? { ...step, afterEvents: 2 } : step));
  const fewer = { ...exchange, orders: exchange.orders.slice(1) };
  expect(has(scenario, { exchange: fewer, steps: earlier })).toBe(true);
});

test("the whitelist replaces orders that are placed and filled, and only make their symbol managed", () => {
  const scenario = scenarioWith({
    config: { symbolWhitelist: [] },
    steps: [
      { kind: "place-order", order: expectedOrder() },
      { kind: "fill-order", clientOrderId: ownId() },
      { kind: "deliver-update", update: -1 },
      snapshot,
      run,
    ],
  });
  const { config, steps } = scenario;
  const whitelisted = { ...config, symbolWhitelist: ["BTCUSDT"] };
  expect(has(scenario, { config: whitelisted, steps: steps.slice(3) })).toBe(true);
});
