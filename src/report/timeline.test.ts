import { expect, test } from "vitest";
import { auditAccountsForEveryEffect } from "../../properties/audit-accounts-for-every-effect.ts";
import { portCallsAreWellFormed } from "../../properties/port-calls-are-well-formed.ts";
import { viewFailure } from "../fuzz/failure-view.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { expectedStop, observedStop } from "../test-fixtures/conditional-orders.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { renderCounterexample } from "./counterexample-report.ts";
import { renderTimeline } from "./timeline.ts";

test("a counterexample lists the conditional orders of both states", () => {
  const scenario = scenarioWith({
    expected: { conditionalOrders: [expectedStop()] },
    exchange: { conditionalOrders: [observedStop({ quantity: null })] },
  });
  const text = renderCounterexample(counterexampleWith({ scenario }), null);
  const id = ownId();
  expect(text).toContain(`  expected  conditional order ${id} BTCUSDT NEW SELL 0.001`);
  expect(text).toContain(`  exchange  conditional order ${id} BTCUSDT NEW SELL the whole position`);
});

test("a timeline names the list of a conditional order", async () => {
  const other = ownId(2);
  const scenario = scenarioWith({
    gates: openGates,
    config: { auditEnabled: true },
    exchange: { conditionalOrders: [observedStop()] },
    steps: [
      {
        kind: "place-conditional-order",
        conditionalOrder: expectedStop({ clientOrderId: other, quantity: null }),
      },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const { observed } = await viewFailure(scenario, shippedPipeline, auditAccountsForEveryEffect);
  if (observed === null) throw new Error("only the follow-up is shown");
  const id = ownId();
  expect(renderTimeline(observed, null)).toEqual([
    `  the bot places conditional ${other}, SELL the whole position of BTCUSDT at 40000.00`,
    `      expected: conditional ${other} NEW | exchange: conditional ${id} NEW, conditional ${other} NEW`,
    "  snapshot: orders ok, positions ok",
    "  run 1: live",
    "      observed 0 orders, 0 positions, 2 conditional orders",
    `      ORDER_EXISTS_UNEXPECTED BTCUSDT conditional ${id}: executed`,
    `      PORT cancelConditionalOrder BTCUSDT ${id}: accepted`,
    `      AUDIT REMEDIATE_ATTEMPT 1 cancel conditional BTCUSDT ${id}`,
    `      AUDIT REMEDIATE_RESULT 1 cancel conditional BTCUSDT ${id}: executed`,
    "      AUDIT RECONCILE_RUN executed",
    `      expected: conditional ${other} NEW | exchange: conditional ${other} NEW`,
  ]);
});

test("a timeline shows what happens within a snapshot and a run, and what does not happen", async () => {
  const fill = { kind: "fill-order", clientOrderId: 0 } as const;
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: [observedOrder(), observedOrder({ clientOrderId: ownId(2) })] },
    steps: [
      {
        kind: "snapshot",
        between: { first: "positions", steps: [fill, { ...fill, clientOrderId: ownId(7) }] },
      },
      {
        kind: "reconcile",
        during: [
          { afterCall: 1, step: { kind: "deliver-update", update: -1 } },
          { afterCall: 2, step: fill },
        ],
      },
    ],
  });
  const { observed } = await viewFailure(scenario, shippedPipeline, portCallsAreWellFormed);
  if (observed === null) throw new Error("only the follow-up is shown");
  expect(renderTimeline(observed, null)).toEqual([
    "  snapshot: orders ok, positions ok; positions are read first",
    `      between the reads: the exchange fills the rest of ${ownId()}`,
    `      between the reads: the exchange fills the rest of ${ownId(7)}: nothing to act on`,
    `      expected: nothing | exchange: ${ownId(2)} OPEN 0/0.001, BTCUSDT BOTH 0.001`,
    "  run 1: live",
    "      observed 2 orders, 0 positions",
    `      ORDER_EXISTS_UNEXPECTED BTCUSDT ${ownId(2)}: executed`,
    `      PORT cancelOrder BTCUSDT ${ownId(2)}: accepted`,
    `      after port call 1: order update: ${ownId(2)} CANCELLED after 0 ms`,
    "      after port call 2: the exchange fills the rest of live order 0: nothing to act on, or no such call",
    "      expected: nothing | exchange: BTCUSDT BOTH 0.001",
  ]);
});

test("a counterexample shows the age of an order that is an hour old, and of no usual one", () => {
  const hourMs = 3_600_000;
  const aged = scenarioWith({
    expected: { orders: [expectedOrder({ createdAtMs: startsAtMs - 24 * hourMs })] },
    exchange: {
      orders: [
        observedOrder({ updatedAtMs: startsAtMs - hourMs }),
        observedOrder({ clientOrderId: ownId(2), orderId: "1002" }),
      ],
    },
  });
  const text = renderCounterexample(counterexampleWith({ scenario: aged }), null);
  expect(text.split("\n").filter((line) => /^ {2}(expected|exchange) {2}order/.test(line))).toEqual(
    [
      `  expected  order ${ownId()} BTCUSDT OPEN BUY 0.001, created 86400000 ms before the start`,
      `  exchange  order ${ownId()} BTCUSDT OPEN BUY 0.001, changed 3600000 ms before the start`,
      `  exchange  order ${ownId(2)} BTCUSDT OPEN BUY 0.001`,
    ],
  );
});

test.each([
  [{ createdAtMs: startsAtMs - 5_001 }, ""],
  [{ createdAtMs: startsAtMs - 5_000 }, ", created 5000 ms before the start"],
  [{ createdAtMs: startsAtMs + 1 }, ", created 1 ms after the start"],
  [{ updatedAtMs: startsAtMs - 7 }, ", updated 7 ms before the start"],
  [{ updatedAtMs: startsAtMs + 7 }, ", updated 7 ms after the start"],
])("an expected order with %j shows the times that decide", (times, text) => {
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder(times)], conditionalOrders: [expectedStop(times)] },
  });
  const lines = renderCounterexample(counterexampleWith({ scenario }), null).split("\n");
  const id = ownId();
  expect(lines).toContain(`  expected  order ${id} BTCUSDT OPEN BUY 0.001${text}`);
  expect(lines).toContain(`  expected  conditional order ${id} BTCUSDT NEW SELL 0.001${text}`);
});

test("an older list makes the grace period of an order later", () => {
  const orders = { kind: "old", ageMs: 2_000 } as const;
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder({ createdAtMs: startsAtMs - 7_000 })] },
    steps: [{ kind: "snapshot", orders }, { kind: "reconcile" }],
  });
  const text = renderCounterexample(counterexampleWith({ scenario }), null);
  expect(text).toContain("BUY 0.001, created 7000 ms before the start\n");
});

test("a timeline names the lists that a run rejected", async () => {
  const scenario = scenarioWith({
    steps: [
      { kind: "snapshot", orders: { kind: "old", ageMs: 120_001 }, positions: { kind: "failed" } },
      { kind: "reconcile" },
    ],
  });
  const { observed } = await viewFailure(scenario, shippedPipeline, portCallsAreWellFormed);
  if (observed === null) throw new Error("only the follow-up is shown");
  expect(renderTimeline(observed, null)).toContain(
    "      observed 0 orders, no positions: the exchange did not answer; " +
      "rejected: orders snapshot_stale, positions snapshot_unreadable",
  );
});
