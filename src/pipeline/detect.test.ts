import { expect, test } from "vitest";
import { orderStatuses, type OrderStatus } from "../domain/order.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import {
  expectedOrder,
  observedOrder,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { detectMismatches } from "./detect.ts";

function detect({ expected, exchange, config }: Scenario, takenAtMs = startsAtMs) {
  const simulated = new SimulatedExchange(exchange);
  const orders = { takenAtMs, items: simulated.orders() };
  return detectMismatches(expected, { orders, positions: simulated.positions() }, config);
}

const detectTypes = (scenario: Scenario, takenAtMs?: number) =>
  detect(scenario, takenAtMs).map(({ type }) => type);

const divergence = "ORDER_STATUS_DIVERGENCE";

// Rows: expected status. Columns: observed, in the order of `orderStatuses`. D: diverges, dot: agrees.
const divergenceTable: Readonly<Record<OrderStatus, string>> = {
  //                   PEND OPEN PART FILL CANC REJE EXPI UNKN
  PENDING: /*       */ "D    .    .    D    D    D    D    D",
  OPEN: /*          */ "D    .    .    D    D    D    D    D",
  PARTIALLY_FILLED: /**/ "D    .    .    D    D    D    D    D",
  FILLED: /*        */ "D    D    D    .    D    D    D    D",
  CANCELLED: /*     */ "D    D    D    D    .    D    D    D",
  REJECTED: /*      */ "D    D    D    D    D    .    D    D",
  EXPIRED: /*       */ "D    D    D    D    D    D    .    D",
  UNKNOWN: /*       */ "D    .    .    D    D    D    D    D",
};

const statusPairs = orderStatuses.flatMap((expected) =>
  divergenceTable[expected]
    .split(/\s+/)
    .map((mark, column) => [expected, orderStatuses[column], mark === "D"] as const),
);

test("the table covers every pair of statuses", () => {
  expect(statusPairs).toHaveLength(64);
});

test.each(statusPairs)(
  "expected %s and observed %s: diverges is %s",
  (expected, observed, diverges) => {
    const scenario = scenarioWith({
      expected: { orders: [expectedOrder({ status: expected })] },
      exchange: { orders: [observedOrder({ ...(observed && { status: observed }) })] },
    });
    expect(detectTypes(scenario)).toEqual(diverges ? [divergence] : []);
  },
);

test.each([
  ["PENDING", true],
  ["OPEN", true],
  ["PARTIALLY_FILLED", true],
  ["UNKNOWN", true],
  ["FILLED", false],
  ["CANCELLED", false],
  ["REJECTED", false],
  ["EXPIRED", false],
] as const)(
  "an own order that is not expected and observed %s is a mismatch: %s",
  (status, found) => {
    const scenario = scenarioWith({ exchange: { orders: [observedOrder({ status })] } });
    expect(detectTypes(scenario)).toEqual(found ? ["ORDER_EXISTS_UNEXPECTED"] : []);
  },
);

test.each(["autoclose-1", "adl_autoclose", "web_abc", "grinder_other_BTCUSDT_1_1_1", "grinder_"])(
  "the external order %s is no mismatch",
  (clientOrderId) => {
    expect(
      detect(scenarioWith({ exchange: { orders: [observedOrder({ clientOrderId })] } })),
    ).toEqual([]);
  },
);

test.each([
  [4_999, []],
  [5_000, []],
  [5_001, ["ORDER_MISSING_ON_EXCHANGE"]],
])("an order that was created %i ms before the snapshot and is not in it: %j", (ageMs, found) => {
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder({ createdAtMs: startsAtMs - ageMs })] },
  });
  expect(detectTypes(scenario)).toEqual(found);
});

test.each(["FILLED", "CANCELLED", "REJECTED", "EXPIRED"] as const)(
  "an order that is expected %s is not missing",
  (status) => {
    expect(detect(scenarioWith({ expected: { orders: [expectedOrder({ status })] } }))).toEqual([]);
  },
);

test("orders agree when the two lists are sorted differently", () => {
  const levels = [1, 2, 3, 4, 5];
  const scenario = scenarioWith({
    expected: { orders: levels.map((level) => expectedOrder({ clientOrderId: ownId(level) })) },
    exchange: {
      orders: [5, 2, 1, 3, 4].map((level) => observedOrder({ clientOrderId: ownId(level) })),
    },
  });
  expect(detect(scenario)).toEqual([]);
});

test("one more order in front shifts the others and changes nothing for them", () => {
  const levels = [1, 2, 3];
  const scenario = scenarioWith({
    expected: { orders: levels.map((level) => expectedOrder({ clientOrderId: ownId(level) })) },
    exchange: {
      orders: [9, ...levels].map((level) => observedOrder({ clientOrderId: ownId(level) })),
    },
  });
  expect(detect(scenario)).toMatchObject([{ clientOrderId: ownId(9) }]);
});

test("the same id on another symbol is another order", () => {
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder({ symbol: "ETHUSDT" })] },
    exchange: { orders: [observedOrder()] },
  });
  expect(detect(scenario).map(({ type, symbol }) => [type, symbol])).toEqual([
    ["ORDER_EXISTS_UNEXPECTED", "BTCUSDT"],
    ["ORDER_MISSING_ON_EXCHANGE", "ETHUSDT"],
  ]);
});

const unexpectedPosition = "POSITION_NONZERO_UNEXPECTED";

test.each([
  ["a position on a whitelisted symbol without an entry", { quantity: "0.001" }, [], true],
  ["a short position", { quantity: "-0.001" }, [], true],
  ["the smallest dust", { quantity: "0.00000001" }, [], true],
  ["a flat position", { quantity: "0.000" }, [], false],
  ["negative zero", { quantity: "-0" }, [], false],
  [
    "a position that is expected flat",
    { quantity: "1" },
    [{ symbol: "BTCUSDT", quantity: "0" }],
    true,
  ],
  [
    "a position that is expected -0",
    { quantity: "1" },
    [{ symbol: "BTCUSDT", quantity: "-0.0" }],
    true,
  ],
  [
    "a position of another size than expected",
    { quantity: "1" },
    [{ symbol: "BTCUSDT", quantity: "2" }],
    false,
  ],
  ["a position on an unmanaged symbol", { symbol: "ETHUSDT", quantity: "1" }, [], false],
  [
    "an expected flat symbol outside the whitelist",
    { symbol: "ETHUSDT", quantity: "1" },
    [{ symbol: "ETHUSDT", quantity: "0" }],
    true,
  ],
] as const)("%s", (_, position, expected, found) => {
  const scenario = scenarioWith({
    expected: { positions: [...expected] },
    exchange: { positions: [{ symbol: "BTCUSDT", ...position }] },
  });
  expect(detectTypes(scenario)).toEqual(found ? [unexpectedPosition] : []);
});

test("the legs of a hedge are compared separately and never netted", () => {
  const scenario = scenarioWith({
    expected: { positions: [{ symbol: "BTCUSDT", positionSide: "LONG", quantity: "1" }] },
    exchange: {
      positionMode: "hedge",
      positions: [
        { symbol: "BTCUSDT", positionSide: "LONG", quantity: "1" },
        { symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-1" },
      ],
    },
  });
  expect(detect(scenario)).toMatchObject([{ type: unexpectedPosition, positionSide: "SHORT" }]);
});

test("a rejected part yields no mismatch", () => {
  const { expected, exchange, config } = scenarioWith({
    expected: { orders: [expectedOrder({ clientOrderId: ownId(2) })] },
    exchange: { orders: [observedOrder()], positions: [{ symbol: "BTCUSDT", quantity: "1" }] },
  });
  const simulated = new SimulatedExchange(exchange);
  const orders = { takenAtMs: startsAtMs, items: simulated.orders() };
  const positions = simulated.positions();
  const types = (state: Parameters<typeof detectMismatches>[1]) =>
    detectMismatches(expected, state, config).map(({ type }) => type);
  expect(types({ orders: null, positions: null })).toEqual([]);
  expect(types({ orders: null, positions })).toEqual([unexpectedPosition]);
  expect(types({ orders, positions: null })).toEqual([
    "ORDER_EXISTS_UNEXPECTED",
    "ORDER_MISSING_ON_EXCHANGE",
  ]);
});

test.each([
  ["was updated 1 ms after the snapshot", { updatedAtMs: startsAtMs + 1 }, []],
  ["was updated when the snapshot was taken", { updatedAtMs: startsAtMs }, [divergence]],
  ["was placed 1 ms after the snapshot", { createdAtMs: startsAtMs + 1 }, []],
  [
    "was updated before the snapshot, and placed after it",
    { createdAtMs: startsAtMs + 1, updatedAtMs: startsAtMs - 1 },
    [divergence],
  ],
] as const)("an expected order that %s has the mismatches %j", (_, parts, types) => {
  const first = observedOrder({ clientOrderId: ownId(2) });
  const agreed = expectedOrder({ clientOrderId: ownId(2) });
  const order = expectedOrder({ status: "FILLED", ...parts });
  // At the same index of both lists, and at different indices.
  for (const orders of [
    [order, agreed],
    [agreed, order],
  ]) {
    const scenario = scenarioWith({
      expected: { orders },
      exchange: { orders: [observedOrder(), first] },
    });
    expect(detectTypes(scenario)).toEqual(types);
  }
});

const missingTypes = (updatedAtMs: number) =>
  detectTypes(scenarioWith({ expected: { orders: [expectedOrder({ updatedAtMs })] } }));

test("an order that was updated after the snapshot is not missing", () => {
  expect(missingTypes(startsAtMs)).toEqual(["ORDER_MISSING_ON_EXCHANGE"]);
  expect(missingTypes(startsAtMs + 1)).toEqual([]);
});
