import { expect, test } from "vitest";
import type * as z from "zod";
import {
  expectedOrderSchema,
  observedOrderSchema,
  orderStatusSchema,
} from "../../src/domain/order.ts";
import { observedPositionSchema, positionSchema } from "../../src/domain/position.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import { contextOf } from "../../src/test-fixtures/oracle.ts";
import {
  expectedOrder,
  observedOrder,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../../src/test-fixtures/scenarios.ts";
import {
  expectedMismatches,
  isSameMismatch,
  isUsable,
  snapshotRejection,
  type ExpectedMismatch,
} from "./expected-mismatches.ts";
import { isLiveOrder } from "./order-status.ts";

type State = {
  readonly expected?: readonly Parameters<typeof expectedOrder>[0][];
  readonly observed?: readonly Parameters<typeof observedOrder>[0][];
  readonly expectedPositions?: readonly z.input<typeof positionSchema>[];
  readonly positions?: readonly z.input<typeof observedPositionSchema>[];
};

const scenario = scenarioWith({
  config: { symbolWhitelist: ["BTCUSDT"], orderGracePeriodMs: 5_000, snapshotAgeMsMax: 1_000 },
});

function contextWith(state: State, parts: Partial<RunContext> = {}): RunContext {
  const orders = (state.observed ?? []).map((order) =>
    observedOrderSchema.parse(observedOrder(order)),
  );
  const positions = (state.positions ?? []).map((one) => observedPositionSchema.parse(one));
  const takenAtMs = startsAtMs;
  return contextOf({
    expected: {
      orders: (state.expected ?? []).map((order) =>
        expectedOrderSchema.parse(expectedOrder(order)),
      ),
      positions: (state.expectedPositions ?? []).map((one) => positionSchema.parse(one)),
    },
    snapshot: {
      orders: { status: "ok", takenAtMs, items: orders },
      positions: { status: "ok", takenAtMs, items: positions },
    },
    ...parts,
  });
}

const describeOne = ({ type, symbol, positionSide, clientOrderId }: ExpectedMismatch) =>
  [type, symbol, positionSide, clientOrderId].join(" ").trimEnd();
const describe = (state: State, parts: Partial<RunContext> = {}) =>
  expectedMismatches(scenario, contextWith(state, parts)).map(describeOne);

const orderOf = (type: string) => `${type} BTCUSDT BOTH ${ownId()}`;
const missing = [orderOf("ORDER_MISSING_ON_EXCHANGE")];
const diverged = [orderOf("ORDER_STATUS_DIVERGENCE")];
const unexpected = [orderOf("ORDER_EXISTS_UNEXPECTED")];

test.each<[string, State, string[]]>([
  ["an expected order that is not listed", { expected: [{}] }, missing],
  ["one that was created too late", { expected: [{ createdAtMs: startsAtMs - 5_000 }] }, []],
  ["one just after the grace period", { expected: [{ createdAtMs: startsAtMs - 5_001 }] }, missing],
  ["one that has ended", { expected: [{ status: "FILLED" }] }, []],
  ["one that was updated later", { expected: [{ updatedAtMs: startsAtMs + 1 }] }, []],
  ["one that was updated at the same time", { expected: [{ updatedAtMs: startsAtMs }] }, missing],
  ["an order that agrees", { expected: [{}], observed: [{}] }, []],
  ["a partly filled one", { expected: [{}], observed: [{ status: "PARTIALLY_FILLED" }] }, []],
  ["a pending one", { expected: [{}], observed: [{ status: "PENDING" }] }, diverged],
  ["one that has filled", { expected: [{}], observed: [{ status: "FILLED" }] }, diverged],
  ["one that ended so", { expected: [{ status: "FILLED" }], observed: [{ status: "FILLED" }] }, []],
  [
    "one that ended otherwise",
    { expected: [{ status: "FILLED" }], observed: [{ status: "CANCELLED" }] },
    diverged,
  ],
  ["one that should have ended", { expected: [{ status: "FILLED" }], observed: [{}] }, diverged],
  ["an own order", { observed: [{}] }, unexpected],
  ["an own order that has ended", { observed: [{ status: "EXPIRED" }] }, []],
  ["an external order", { observed: [{ clientOrderId: "web_1" }] }, []],
  [
    "an order of another symbol",
    { expected: [{ symbol: "ETHUSDT" }], observed: [{}] },
    [...unexpected, `ORDER_MISSING_ON_EXCHANGE ETHUSDT BOTH ${ownId()}`],
  ],
  [
    "another order of the symbol",
    { expected: [{ clientOrderId: ownId(2) }], observed: [{}] },
    [...unexpected, `ORDER_MISSING_ON_EXCHANGE BTCUSDT BOTH ${ownId(2)}`],
  ],
])("%s", (_, state, mismatches) => {
  expect(describe(state)).toEqual(mismatches);
});

const long = { symbol: "BTCUSDT", quantity: "1", markPrice: null };
const position = "POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH";

test.each<[string, State, string[]]>([
  ["a position of a whitelisted symbol", { positions: [long] }, [position]],
  ["a flat one", { positions: [{ ...long, quantity: "0.00" }] }, []],
  ["one of an unmanaged symbol", { positions: [{ ...long, symbol: "ETHUSDT" }] }, []],
  [
    "one of a symbol that is expected to be flat",
    {
      positions: [{ ...long, symbol: "ETHUSDT" }],
      expectedPositions: [{ symbol: "ETHUSDT", quantity: "0" }],
    },
    ["POSITION_NONZERO_UNEXPECTED ETHUSDT BOTH"],
  ],
  [
    "an expected one",
    { positions: [long], expectedPositions: [{ symbol: "BTCUSDT", quantity: "-2" }] },
    [],
  ],
  [
    "one that is expected to be flat",
    { positions: [long], expectedPositions: [{ symbol: "BTCUSDT", quantity: "0" }] },
    [position],
  ],
  [
    "one of another side",
    {
      positions: [{ ...long, positionSide: "LONG" }],
      expectedPositions: [{ symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-1" }],
    },
    ["POSITION_NONZERO_UNEXPECTED BTCUSDT LONG"],
  ],
])("%s, in positions", (_, state, mismatches) => {
  expect(describe(state)).toEqual(mismatches);
});

test("mismatches are in the order of type, symbol, position side and id", () => {
  const ids = [3, 1, 2].map((level) => ({ clientOrderId: ownId(level) }));
  const state: State = {
    positions: [
      { ...long, positionSide: "SHORT", quantity: "-1" },
      { ...long, positionSide: "LONG" },
    ],
    expected: [
      { clientOrderId: ownId(5) },
      { clientOrderId: ownId(6), symbol: "AAUSDT" },
      { clientOrderId: ownId(4) },
    ],
    observed: [
      { clientOrderId: ownId(4), status: "FILLED" },
      ...ids,
      { clientOrderId: ownId(1), symbol: "AAUSDT" },
    ],
  };
  expect(describe(state)).toEqual([
    `ORDER_EXISTS_UNEXPECTED AAUSDT BOTH ${ownId(1)}`,
    `ORDER_EXISTS_UNEXPECTED BTCUSDT BOTH ${ownId(1)}`,
    `ORDER_EXISTS_UNEXPECTED BTCUSDT BOTH ${ownId(2)}`,
    `ORDER_EXISTS_UNEXPECTED BTCUSDT BOTH ${ownId(3)}`,
    `ORDER_STATUS_DIVERGENCE BTCUSDT BOTH ${ownId(4)}`,
    `ORDER_MISSING_ON_EXCHANGE AAUSDT BOTH ${ownId(6)}`,
    `ORDER_MISSING_ON_EXCHANGE BTCUSDT BOTH ${ownId(5)}`,
    "POSITION_NONZERO_UNEXPECTED BTCUSDT LONG",
    "POSITION_NONZERO_UNEXPECTED BTCUSDT SHORT",
  ]);
});

test("a mismatch has what was observed", () => {
  const context = contextWith({
    expected: [{}],
    observed: [{ status: "FILLED" }],
    positions: [long],
  });
  const { orders, positions } = context.snapshot;
  const [order, held] = expectedMismatches(scenario, context);
  expect(order).toMatchObject({ order: "items" in orders && orders.items[0], position: null });
  expect(held).toMatchObject({ order: null, position: "items" in positions && positions.items[0] });
  expect(expectedMismatches(scenario, contextWith({ expected: [{}] }))).toMatchObject([
    { order: null, position: null },
  ]);
});

const failed = { status: "failed", takenAtMs: startsAtMs, error: "no" } as const;

test("a part that is not usable has no mismatch", () => {
  const state: State = { observed: [{}], positions: [long] };
  const { snapshot } = contextWith(state);
  expect(describe(state, { snapshot: { ...snapshot, orders: failed } })).toEqual([position]);
  expect(describe(state, { snapshot: { ...snapshot, positions: failed } })).toEqual(unexpected);
  expect(describe(state, { atMs: startsAtMs + 1_001 })).toEqual([]);
});

test.each<[Partial<RunContext>, string | null]>([
  [{}, null],
  [{ atMs: startsAtMs + 1_000 }, null],
  [{ atMs: startsAtMs + 1_001 }, "snapshot_stale"],
  [{ atMs: startsAtMs - 1 }, "snapshot_stale"],
  [{ lastPortCallAtMs: startsAtMs - 1 }, null],
  [{ lastPortCallAtMs: startsAtMs }, "snapshot_stale"],
  [{ lastPortCallAtMs: startsAtMs + 1 }, "snapshot_stale"],
  [{ snapshot: { orders: failed, positions: failed } }, "snapshot_unreadable"],
])("a part with %j is rejected as %s", (parts, rejection) => {
  const context = contextOf(parts);
  expect(snapshotRejection("orders", context, scenario)).toBe(rejection);
  expect(snapshotRejection("positions", context, scenario)).toBe(rejection);
  expect(isUsable("orders", context, scenario)).toBe(rejection === null);
});

test("only a list of positions with two quantities of one contradicts itself", () => {
  const state: State = { observed: [{}], positions: [long, { ...long, quantity: "2" }] };
  const context = contextWith(state);
  expect(snapshotRejection("orders", context, scenario)).toBeNull();
  expect(snapshotRejection("positions", context, scenario)).toBe("snapshot_unreadable");
  const late = contextWith(state, { atMs: startsAtMs + 1_001 });
  expect(snapshotRejection("positions", late, scenario)).toBe("snapshot_stale");
  expect(describe(state)).toEqual(unexpected);
});

test.each<[string, State, string[]]>([
  ["an own order", { observed: [{}, {}] }, unexpected],
  ["an expected order", { expected: [{}], observed: [{}, {}] }, []],
  [
    "an expected order that then ended",
    {
      expected: [{}],
      observed: [{ updatedAtMs: startsAtMs - 1 }, { status: "FILLED", updatedAtMs: startsAtMs }],
    },
    diverged,
  ],
  [
    "an own order that then ended",
    { observed: [{ status: "FILLED", updatedAtMs: startsAtMs }, { updatedAtMs: startsAtMs - 1 }] },
    [],
  ],
  ["a position", { positions: [long, { ...long, quantity: "1.0" }] }, [position]],
])("%s that a list shows twice is one", (_, state, mismatches) => {
  expect(describe(state)).toEqual(mismatches);
});

test("an order is live until it has ended", () => {
  const live = orderStatusSchema.options.filter((status) => isLiveOrder({ status }));
  expect(live.toSorted()).toEqual(["OPEN", "PARTIALLY_FILLED", "PENDING", "UNKNOWN"]);
  expect(isLiveOrder(null)).toBe(false);
});

test("the same mismatch has the same type, symbol, side and id", () => {
  const [order, held] = expectedMismatches(
    scenario,
    contextWith({ observed: [{}], positions: [long] }),
  );
  const [type, symbol, positionSide] = ["ORDER_EXISTS_UNEXPECTED", "BTCUSDT", "BOTH"] as const;
  const named = { type, symbol, positionSide, clientOrderId: ownId() } as never;
  const namedPosition = { type: "POSITION_NONZERO_UNEXPECTED", symbol, positionSide } as never;
  expect(isSameMismatch(order, named)).toBe(true);
  expect(isSameMismatch(held, namedPosition)).toBe(true);
  expect(isSameMismatch(undefined, named)).toBe(false);
  for (const other of [
    { type: "ORDER_STATUS_DIVERGENCE" },
    { symbol: "ETHUSDT" },
    { positionSide: "LONG" },
    { clientOrderId: ownId(2) },
  ]) {
    expect(isSameMismatch(order, { ...(named as object), ...other } as never)).toBe(false);
  }
});
