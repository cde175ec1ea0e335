import { expect, test } from "vitest";
import { symbolFiltersSchema } from "../domain/filters.ts";
import { observedPositionSchema } from "../domain/position.ts";
import {
  dryRun,
  live,
  outcomes,
  requests,
  type Parts,
  type Seen,
} from "../test-fixtures/observe.ts";
import { partsOf } from "./filters.ts";

const position = (quantity: string, positionSide = "BOTH") =>
  observedPositionSchema.parse({ symbol: "BTCUSDT", positionSide, quantity, markPrice: "10" });

test.each<[string, object, string, string[]]>([
  ["the whole quantity without a bound", {}, "1.25", ["1.25"]],
  ["a multiple of the step", { stepSize: "0.1" }, "1.2", ["1.2"]],
  ["rounded down to the step", { stepSize: "0.1" }, "-1.29", ["1.2"]],
  ["nothing below the step", { stepSize: "2" }, "1.99", []],
  ["the maximum in one order", { maxMarketQuantity: "0.5" }, "0.5", ["0.5"]],
  ["above the maximum in two", { maxMarketQuantity: "0.5" }, "0.6", ["0.5", "0.1"]],
  ["a multiple of the maximum", { maxMarketQuantity: "0.6" }, "1.2", ["0.6", "0.6"]],
  [
    "each part at the step",
    { stepSize: "0.1", maxMarketQuantity: "0.55" },
    "1.29",
    ["0.5", "0.5", "0.2"],
  ],
  ["the smallest quantity", { minQuantity: "0.3" }, "0.3", ["0.3"]],
  ["nothing below the smallest quantity", { minQuantity: "0.3" }, "0.29", []],
  [
    "no rest below the smallest quantity",
    { minQuantity: "0.3", maxMarketQuantity: "0.5" },
    "1.2",
    ["0.5", "0.5"],
  ],
  ["reduce-only below the smallest notional", { minNotional: "100" }, "1.2", ["1.2"]],
  [
    "nothing where the maximum is below the step",
    { stepSize: "1", maxMarketQuantity: "0.5" },
    "3",
    [],
  ],
])("%s", (_, filters, quantity, parts) => {
  expect([...partsOf(position(quantity), symbolFiltersSchema.parse(filters))]).toEqual(parts);
});

test.each([
  ["12", ["1.2"]],
  ["12.1", []],
])("a leg of a hedge has a smallest notional: %s", (minNotional, parts) => {
  const filters = symbolFiltersSchema.parse({ minNotional });
  expect([...partsOf(position("1.2", "LONG"), filters)]).toEqual(parts);
});

test("the parts of a huge position are computed one by one", () => {
  const filters = symbolFiltersSchema.parse({ maxMarketQuantity: "0.000000000000000001" });
  expect(partsOf(position("123456789012345678"), filters).next().value).toBe(
    "0.000000000000000001",
  );
});

const exchange: Parts["exchange"] = {
  positions: [
    { symbol: "BTCUSDT", quantity: "1.25" },
    { symbol: "ETHUSDT", quantity: "1" },
  ],
  prices: { BTCUSDT: "10", ETHUSDT: "10" },
  filters: { BTCUSDT: { stepSize: "0.1", maxMarketQuantity: "0.5" } },
};
const config: Parts["config"] = { symbolWhitelist: ["BTCUSDT", "ETHUSDT"], auditEnabled: true };

const quantities = (seen: Seen) =>
  seen.run.results.map(({ outcome }) =>
    "request" in outcome && "quantity" in outcome.request ? outcome.request.quantity : null,
  );

function withFault(fault: object): Parts {
  const faults = [{ kind: "accept" as const }, fault] as never;
  const steps = [
    { kind: "snapshot" as const },
    { kind: "set-port-faults" as const, faults },
    { kind: "reconcile" as const },
  ];
  return { config, exchange, steps };
}

test("a dry run plans the parts that a live run sends, each with an id of its own", async () => {
  const [dry, sent] = [await dryRun({ config, exchange }), await live({ config, exchange })];
  expect(quantities(dry)).toEqual(["0.5", "0.5", "0.2", "1"]);
  expect(quantities(sent)).toEqual(quantities(dry));
  expect(new Set(requests(sent).map(({ clientOrderId }) => clientOrderId)).size).toBe(4);
  expect(dry.run.counts.planned).toBe(4);
  expect(sent.run.counts.executed).toBe(4);
});

test("the run event counts a position once, and each of its orders", async () => {
  const { auditEvents } = await live({ config, exchange });
  expect(auditEvents.map(({ event_type }) => event_type)).toHaveLength(9);
  expect(auditEvents.at(-1)).toMatchObject({
    mismatch_counts: { POSITION_NONZERO_UNEXPECTED: 2 },
    details: { flatten_count: 4, executed_count: 4 },
  });
});

test("a rejected part ends its close, and the run continues", async () => {
  const seen = await live(withFault({ kind: "reject", code: -2019, message: "no margin" }));
  expect(outcomes(seen)).toEqual(["executed", "port_error", "port_error", "executed"]);
  expect(seen.run.counts).toMatchObject({ executed: 2, failed: 1, blocked: 1 });
  expect(seen.portCalls).toHaveLength(3);
});

test.each([
  [
    { kind: "timeout", applied: false },
    ["executed", "outcome_unknown", "outcome_unknown", "outcome_unknown"],
  ],
  [{ kind: "rate-limit", banMs: 5 }, ["executed", "port_error", "rate_limited", "rate_limited"]],
])("a part with the reply %j ends the run", async (fault, expected) => {
  const seen = await live(withFault(fault));
  expect(outcomes(seen)).toEqual(expected);
  expect(seen.portCalls).toHaveLength(2);
});

test.each<[string, Parts["config"], string[]]>([
  [
    "orders",
    { maxOrdersPerAction: 2 },
    ["executed", "executed", "max_orders_reached", "max_orders_reached"],
  ],
  [
    "attempts",
    { maxAttemptsPerIntent: 2 },
    ["executed", "executed", "max_attempts_reached", "executed"],
  ],
  [
    "calls",
    { maxAttemptsPerWindow: 1 },
    ["executed", "max_attempts_reached", "max_attempts_reached"],
  ],
])(
  "each part counts for the limit on %s, and the rest is one result",
  async (_, limit, expected) => {
    const seen = await live({ config: { ...config, ...limit }, exchange });
    expect(outcomes(seen)).toEqual(expected);
  },
);

test("dust is blocked in each run and never sent", async () => {
  const steps: Parts["steps"] = [
    { kind: "snapshot" },
    { kind: "reconcile" },
    { kind: "advance-clock", ms: 1 },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ];
  const seen = await live({ config, exchange, steps });
  expect(seen.portCalls).toHaveLength(4);
  expect(outcomes(seen)).toEqual(["below_minimum"]);
  expect(seen.run.results[0]?.outcome).toMatchObject({
    detail: "no order fits the filters for 0.05: stepSize 0.1, maxMarketQuantity 0.5",
  });
});

test("the limit on the notional bounds the position, not its parts", async () => {
  const seen = await dryRun({ config: { ...config, maxFlattenNotionalUsdt: "12.4" }, exchange });
  expect(outcomes(seen)).toEqual(["notional_exceeds_limit", "planned"]);
});
