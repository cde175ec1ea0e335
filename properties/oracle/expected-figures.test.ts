import { expect, test } from "vitest";
import { blockReasonSchema, type BlockReason } from "../../src/domain/run-report.ts";
import { priorCallSchema } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import { contextOf, missingOrder, positionMismatch } from "../../src/test-fixtures/oracle.ts";
import { ownId, scenarioWith, startsAtMs } from "../../src/test-fixtures/scenarios.ts";
import { expectedFigures, missingFigure } from "./expected-figures.ts";

const scenario = scenarioWith({
  config: {
    cooldownSeconds: 60,
    maxOrdersPerAction: 7,
    maxSymbolsPerAction: 8,
    maxAttemptsPerIntent: 1,
    maxAttemptsPerWindow: 9,
    attemptWindowSeconds: 100,
    maxFlattenNotionalUsdt: "20",
    snapshotAgeMsMax: 5_000,
  },
});
const position = positionMismatch("BOTH", "-0.0020", "15000.0");
const [attempt] = [
  priorCallSchema.parse({
    request: { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: ownId() },
    atMs: startsAtMs - 1,
    status: "rejected",
  }),
];

const takenAt = (offsetMs: number): Partial<RunContext> => {
  const takenAtMs = startsAtMs + offsetMs;
  const { snapshot } = contextOf();
  return { snapshot: { ...snapshot, orders: { status: "ok", takenAtMs, items: [] } } };
};

const replies = { code: -2_011, restOfBanMs: 7_000, partsBefore: 0 };

const figuresOf = (reason: BlockReason, context: Partial<RunContext> = {}, mismatch = position) =>
  expectedFigures(reason, replies, mismatch, scenario, contextOf(context));

test.each<[BlockReason, (string | number)[], Partial<RunContext>]>([
  ["port_error", [-2_011], {}],
  ["rate_limited", [7_000], {}],
  ["cooldown_not_elapsed", [59_990], { lastPortCallAtMs: startsAtMs - 10 }],
  ["notional_exceeds_limit", ["30", "20"], {}],
  ["below_minimum", ["0.002"], {}],
  ["max_attempts_reached", [9, 100], {}],
  ["max_orders_reached", [7], {}],
  ["max_symbols_reached", [8], {}],
  ["snapshot_stale", [5_000], takenAt(-6_000)],
  ["snapshot_stale", [5_000], { ...takenAt(-6_000), lastPortCallAtMs: startsAtMs - 6_001 }],
  ["snapshot_stale", [5_000], takenAt(0)],
  ["snapshot_stale", [3], takenAt(3)],
  ["snapshot_stale", [], { ...takenAt(-7), lastPortCallAtMs: startsAtMs - 7 }],
  ["snapshot_stale", [], { ...takenAt(-7), lastPortCallAtMs: startsAtMs }],
])("%s has the figures %j", (reason, figures, context) => {
  expect(figuresOf(reason, context)).toEqual(figures);
});

test("the attempts for one intent, and all attempts, have limits of their own", () => {
  const reason = "max_attempts_reached";
  expect(figuresOf(reason, { priorCalls: [attempt] }, missingOrder)).toEqual([1, 100]);
  expect(figuresOf(reason, { priorCalls: [attempt] })).toEqual([9, 100]);
});

test("the parts before of a split close are attempts for its intent", () => {
  const second = { ...replies, partsBefore: 1 };
  const figures = expectedFigures("max_attempts_reached", second, position, scenario, contextOf());
  expect(figures).toEqual([1, 100]);
});

test("a rejection without a code has no figure, and nor have the other reasons", () => {
  const noCode = { ...replies, code: null };
  expect(expectedFigures("port_error", noCode, position, scenario, contextOf())).toEqual([]);
  const without = blockReasonSchema.options.filter((reason) => figuresOf(reason).length === 0);
  expect(without).toEqual([
    "snapshot_unreadable",
    "whitelist_required",
    "symbol_not_in_whitelist",
    "no_grinder_prefix",
    "order_status_not_actionable",
    "price_unavailable",
    "outcome_unknown",
    "audit_unavailable",
    "lease_unavailable",
  ]);
});

test("an order, and a position without a price, have no notional", () => {
  const reason = "notional_exceeds_limit";
  expect(figuresOf(reason, {}, missingOrder)).toEqual(["0", "20"]);
  expect(figuresOf(reason, {}, positionMismatch("BOTH", "1"))).toEqual(["0", "20"]);
});

test.each([
  ["50.00 USDT is more than 49", ["50", "49"], null],
  ["50.00 USDT is more than 49", ["50", "48"], "48"],
  ["the exchange rejected it: -2011", [-2_011], null],
  ["the exchange rejected it: 2011", [-2_011], -2_011],
  ["12 symbols", [1], 1],
  ["0.5 of 123", [".5"], null],
  ["0.25", ["0.2"], "0.2"],
  ["", [1], 1],
  ["", [], null],
])("%j names %j, but for %s", (text, figures, missing) => {
  expect(missingFigure(text, figures)).toBe(missing);
});
