import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { addDimensions, dimensions } from "./dimensions.ts";

async function reached(parts: Parts, start = startsAtMs): Promise<Set<string>> {
  const scenario = { ...scenarioWith(parts), startsAtMs: start };
  const labels = new Set<string>();
  addDimensions({ scenario, observation: await runScenario(scenario, shippedPipeline) }, labels);
  return labels;
}

const orders = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    observedOrder({ clientOrderId: `grinder_grid_B_1_1704067100_${at}` }),
  );
const positions = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ symbol: `S${at}USDT`, quantity: "1" }));
const oneOrder = (parts: Parameters<typeof observedOrder>[0]): Parts => ({
  exchange: { orders: [observedOrder(parts)] },
});
const aged = (ageMs: number) => oneOrder({ updatedAtMs: startsAtMs - ageMs });
const differing = (parts: Parameters<typeof observedOrder>[0]): Parts => ({
  expected: { orders: [expectedOrder()] },
  exchange: { orders: [observedOrder(parts)] },
});

const many = {
  action: "cancel_all",
  maxOrdersPerAction: 999,
  maxSymbolsPerAction: 999,
  maxAttemptsPerWindow: 999,
  cooldownSeconds: 0,
} as const;
const calls = (count: number): Parts => ({
  gates: openGates,
  config: many,
  exchange: { orders: orders(count) },
});
const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const thenAnotherRun = (count: number): Parts => ({
  ...calls(count),
  steps: [snapshot, run, { kind: "advance-clock", ms: 1 }, snapshot, run],
});

const hedged = (positionSide: "LONG" | "SHORT"): Parts => ({
  expected: { orders: [expectedOrder({ positionSide: "LONG" })] },
  exchange: { positionMode: "hedge", orders: [observedOrder({ positionSide })] },
});

const dayMs = 86_400_000;
type Row = readonly [label: string, reaches: Parts, misses: Parts];
const twoOrders = (second: Parameters<typeof observedOrder>[0]): Parts => ({
  exchange: { orders: [observedOrder(), observedOrder(second)] },
});

const rows: readonly Row[] = [
  ["no order in either book", { exchange: {} }, { expected: { orders: [expectedOrder()] } }],
  ...[20, 50, 100, 200].map((size): Row => [
    `${size} orders or more`,
    { exchange: { orders: orders(size) } },
    { exchange: { orders: orders(size - 1) } },
  ]),
  [
    "more than 10 symbols",
    { exchange: { positions: positions(11) } },
    { exchange: { positions: positions(10) } },
  ],
  ["10 port calls or more in a run", calls(10), calls(9)],
  ["50 port calls or more in a run", calls(50), calls(49)],
  ["50 prior calls or more", thenAnotherRun(50), thenAnotherRun(49)],
  ["more than 100 prior calls", thenAnotherRun(101), thenAnotherRun(100)],
  ["an id of 1 character", oneOrder({ clientOrderId: "x" }), oneOrder({ clientOrderId: "xx" })],
  [
    "an id of 36 characters",
    oneOrder({ clientOrderId: "x".repeat(36) }),
    oneOrder({ clientOrderId: "x".repeat(35) }),
  ],
  [
    "18 decimals",
    oneOrder({ quantity: `0.${"1".repeat(18)}` }),
    oneOrder({ quantity: `0.${"1".repeat(17)}` }),
  ],
  [
    "30 digits or more",
    {
      exchange: {
        positions: [{ symbol: "BTCUSDT", quantity: `-${"1".repeat(18)}.${"1".repeat(12)}` }],
      },
    },
    {
      exchange: {
        positions: [{ symbol: "BTCUSDT", quantity: `-${"1".repeat(18)}.${"1".repeat(11)}` }],
      },
    },
  ],
  ["an order from the future", aged(-1), aged(0)],
  ["an order older than a day", aged(dayMs + 1), aged(dayMs)],
  ["an order of 30 days or older", aged(30 * dayMs), aged(30 * dayMs - 1)],
  ["an order with another quantity than expected", differing({ quantity: "7" }), differing({})],
  ["an order with another price than expected", differing({ price: "7" }), differing({})],
  ["an order with another side than expected", differing({ side: "SELL" }), differing({})],
  ["an order on another leg than expected", hedged("SHORT"), hedged("LONG")],
  [
    "a client order id used before",
    twoOrders({ orderId: "2", status: "FILLED" }),
    twoOrders({ clientOrderId: ownId(2) }),
  ],
  [
    "a client order id on two symbols",
    twoOrders({ symbol: "ETHUSDT" }),
    twoOrders({ orderId: "2", status: "FILLED" }),
  ],
];

test.each(rows)("%s: on both sides of the bound", async (label, reaches, misses) => {
  expect(await reached(reaches)).toContain(label);
  expect(await reached(misses)).not.toContain(label);
});

test("the port calls of two runs are not added up", async () => {
  const config = { ...many, maxOrdersPerAction: 6 };
  expect(await reached({ ...thenAnotherRun(12), config })).not.toContain(
    "10 port calls or more in a run",
  );
});

test("a time within a second is one that is not whole", async () => {
  const label = "a time within a second";
  expect(await reached({}, startsAtMs + 1)).toContain(label);
  expect(await reached({})).not.toContain(label);
});

test("every dimension is tested here, and an own id that is not expected differs in nothing", async () => {
  const tested = [...rows.map(([label]) => label), "a time within a second"];
  expect(dimensions.map(({ label }) => label).toSorted()).toEqual(tested.toSorted());
  const apart: Parts = {
    expected: { orders: [expectedOrder({ clientOrderId: ownId(2), price: "7" })] },
    exchange: { orders: [observedOrder()] },
  };
  expect([...(await reached(apart))].filter((label) => label.includes("expected"))).toEqual([]);
});
