/**
 * Situations that users reported: the shipped pipeline passes, a wrong bot fails by the name of its fault, and a step
 * that does nothing is named.
 */
import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { longPosition, type Parts } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { judgeScenario, type ScenarioAnswer } from "./judge-scenario.ts";

type Step = NonNullable<Parts["steps"]>[number];

const snapshot: Step = { kind: "snapshot" };
const run: Step = { kind: "reconcile" };
const later: Step = { kind: "advance-clock", ms: 60_000 };
const place: Step = { kind: "place-order", order: expectedOrder() };
const fill: Step = { kind: "fill-order", clientOrderId: ownId() };
const fault = (one: Extract<Step, { kind: "set-port-faults" }>["faults"][number]): Step => ({
  kind: "set-port-faults",
  faults: [one],
});
const toHedge: Step = { kind: "set-position-mode", mode: "hedge" };
const leg: Step = {
  kind: "set-position",
  position: { symbol: "BTCUSDT", positionSide: "LONG", quantity: "0.001" },
};
const dayMs = 86_400_000;

const onePosition: Parts["exchange"] = { positions: [longPosition] };

function judge(parts: Parts, target: Target = shippedPipeline): Promise<ScenarioAnswer> {
  const config = { action: "cancel_then_flatten", auditEnabled: true, ...parts.config } as const;
  const scenario = scenarioWith({ gates: openGates, ...parts, config });
  return judgeScenario(scenario, target, allProperties);
}

const situations: readonly (readonly [string, Parts, string, string])[] = [
  [
    "a market order is accepted and expires unfilled",
    {
      exchange: onePosition,
      steps: [fault({ kind: "expire", filled: "0" }), snapshot, run, later, snapshot, run],
    },
    "accepted-flatten-remembered-as-flat",
    "every-mismatch-is-reported/missing-mismatch",
  ],
  [
    "a rejected request took effect",
    {
      exchange: onePosition,
      steps: [
        fault({ kind: "reject", code: -1008, message: "Overloaded.", applied: true }),
        snapshot,
        run,
      ],
    },
    "rejected-call-resent",
    "one-call-per-intent/duplicate-call",
  ],
  [
    "a late update of an earlier order with the same id arrives",
    {
      steps: [
        place,
        fill,
        { kind: "deliver-update", update: 1 },
        later,
        place,
        { kind: "deliver-update", update: 1 },
        snapshot,
        run,
      ],
    },
    "late-update-of-a-used-id-booked",
    "snapshots-never-override-newer-updates/wrong-expected-position",
  ],
  [
    "an id is used again after its order has filled",
    { steps: [place, fill, { kind: "deliver-update", update: 1 }, later, place, snapshot, run] },
    "first-order-of-a-used-id-counts",
    "no-mismatch-no-action/report-without-mismatch",
  ],
  [
    "an id is on two symbols",
    {
      config: { symbolWhitelist: ["BTCUSDT", "ETHUSDT"] },
      exchange: { orders: [observedOrder(), observedOrder({ symbol: "ETHUSDT" })] },
    },
    "id-on-two-symbols-is-one-order",
    "every-mismatch-is-reported/missing-mismatch",
  ],
  [
    "a close is larger than the largest market order",
    {
      exchange: {
        positions: [{ symbol: "BTCUSDT", quantity: "1.2" }],
        prices: { BTCUSDT: "100" },
        filters: { BTCUSDT: { maxMarketQuantity: "0.5" } },
      },
    },
    "market-maximum-ignored",
    "orders-fit-the-filters/above-market-maximum",
  ],
  [
    "the position mode changes between two runs",
    { exchange: onePosition, steps: [snapshot, run, toHedge, leg, later, snapshot, run] },
    "positions-of-another-mode-ignored",
    "every-mismatch-is-reported/missing-mismatch",
  ],
  [
    "the list of orders ends at a page",
    {
      expected: { orders: [expectedOrder({ clientOrderId: ownId(2) })] },
      exchange: {
        orders: [
          observedOrder({ clientOrderId: ownId(1) }),
          observedOrder({ clientOrderId: ownId(2), orderId: "1002" }),
        ],
      },
      config: { action: "cancel_all" },
      steps: [
        { kind: "snapshot", orders: { kind: "truncated", count: 1 } },
        run,
        later,
        snapshot,
        run,
      ],
    },
    "unlisted-order-no-longer-expected",
    "no-mismatch-no-action/action-without-mismatch",
  ],
  [
    "an order is older than a day",
    { exchange: { orders: [observedOrder({ updatedAtMs: startsAtMs - 2 * dayMs })] } },
    "orders-of-a-day-ago-not-read",
    "every-mismatch-is-reported/missing-mismatch",
  ],
];

test.each(situations)(
  "where %s, each step acts and the shipped pipeline passes",
  async (_, parts) => {
    expect(await judge(parts)).toEqual({
      verdict: { kind: "passes", judged: expect.any(Number) },
      stepsWithoutEffect: [],
    });
  },
);

test.each(situations)("where %s, a wrong bot fails", async (_, parts, bug, check) => {
  const { verdict } = await judge(parts, targetOf(plantedBug(bug)));
  const failed = "failures" in verdict ? verdict.failures.map(fingerprintOf) : [];
  expect(failed).toContainEqual(expect.stringContaining(check));
});

test("a bot that fails in its first run only is flaky", async () => {
  const { reconcile } = targetOf(plantedBug("every-call-sent-twice"));
  let runs = 0;
  const onlyFirst: Target = {
    ...shippedPipeline,
    reconcile: (...args) => {
      runs += 1;
      return runs === 1 ? reconcile(...args) : shippedPipeline.reconcile(...args);
    },
  };
  const { verdict } = await judge({ exchange: onePosition }, onlyFirst);
  expect(verdict).toMatchObject({ kind: "flaky", attempts: 5 });
  const failed = "failures" in verdict ? verdict.failures.map(fingerprintOf) : [];
  expect(failed).toContainEqual(expect.stringContaining("one-call-per-intent/duplicate-call"));
});

test("a port fault before a dry run is no step without effect, because a dry run calls no port", async () => {
  const steps = [fault({ kind: "expire", filled: "0" }), snapshot, run];
  const dry = await judge({ gates: { confirm: null, env: {} }, exchange: onePosition, steps });
  expect(dry).toMatchObject({ verdict: { kind: "passes" }, stepsWithoutEffect: [] });
});

test.each<[string, Parts, readonly string[]]>([
  [
    "an id is used again while its order is live",
    { steps: [place, place, snapshot, run] },
    [`steps[1], the bot places ${ownId()}, BUY 0.001 BTCUSDT`],
  ],
  [
    "the position mode changes while a position is open",
    { exchange: onePosition, steps: [toHedge, leg, snapshot, run] },
    [
      "steps[0], the operator sets the position mode hedge",
      "steps[1], the position BTCUSDT LONG becomes 0.001",
    ],
  ],
  [
    "an order that has filled fills again",
    { steps: [place, fill, fill, snapshot, run] },
    [`steps[2], the exchange fills the rest of ${ownId()}`],
  ],
  [
    "an update arrives before any order changed",
    { steps: [{ kind: "deliver-update", update: 0 }, snapshot, run] },
    ["steps[0], the exchange delivers order update 0"],
  ],
  [
    "a list is cut after more entries than it has",
    {
      exchange: { orders: [observedOrder()] },
      steps: [{ kind: "snapshot", orders: { kind: "truncated", count: 100 } }, run],
    },
    ["steps[0], orders truncated after 100: the list has no more entries"],
  ],
  [
    "a port fault has no port call to meet",
    {
      exchange: onePosition,
      steps: [
        { kind: "set-port-faults", faults: [{ kind: "accept" }, { kind: "expire", filled: "0" }] },
        snapshot,
        run,
      ],
    },
    ["steps[0], 1 of 2 port faults: there was no port call for them"],
  ],
])("where %s, the step is named as one without effect", async (_, parts, steps) => {
  const answer = await judge(parts);
  expect(answer.verdict.kind).toBe("passes");
  expect(answer.stepsWithoutEffect).toEqual(steps);
});
