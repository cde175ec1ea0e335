import { expect, test } from "vitest";
import { configSchema } from "../domain/config.ts";
import {
  expectedConditionalOrderSchema,
  observedConditionalOrderSchema,
} from "../domain/conditional-order.ts";
import { expectedStop, observedStop } from "../test-fixtures/conditional-orders.ts";
import { dryRun, live, longPosition, outcomes, requests } from "../test-fixtures/observe.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { expectedOrder, observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { detectMismatches } from "./detect.ts";

async function mismatchesOf(parts: Parts) {
  const { run } = await dryRun(parts);
  return run.results.map(({ mismatch: { type, ...named }, outcome }) => [
    type,
    "orderList" in named ? named.orderList : undefined,
    "reason" in outcome ? outcome.reason : outcome.status,
  ]);
}

const unexpected = "ORDER_EXISTS_UNEXPECTED";
const diverges = "ORDER_STATUS_DIVERGENCE";

test.each<[string, Parts, unknown[]]>([
  [
    "an own live one",
    { exchange: { conditionalOrders: [observedStop()] } },
    [unexpected, "planned"],
  ],
  [
    "an own one without a quantity",
    { exchange: { conditionalOrders: [observedStop({ quantity: null })] } },
    [unexpected, "planned"],
  ],
  [
    "an own one that is being triggered",
    { exchange: { conditionalOrders: [observedStop({ status: "TRIGGERING" })] } },
    [unexpected, "order_status_not_actionable"],
  ],
  [
    "an own one in an unknown state",
    { exchange: { conditionalOrders: [observedStop({ status: "UNKNOWN" })] } },
    [unexpected, "order_status_not_actionable"],
  ],
  [
    "an expected one that is gone",
    { expected: { conditionalOrders: [expectedStop()] } },
    ["ORDER_MISSING_ON_EXCHANGE", "skipped_no_action"],
  ],
  [
    "an expected one that has triggered",
    {
      expected: { conditionalOrders: [expectedStop()] },
      exchange: { conditionalOrders: [observedStop({ status: "TRIGGERED" })] },
    },
    [diverges, "skipped_terminal"],
  ],
  [
    "an expected one that is being triggered",
    {
      expected: { conditionalOrders: [expectedStop()] },
      exchange: { conditionalOrders: [observedStop({ status: "TRIGGERING" })] },
    },
    [diverges, "order_status_not_actionable"],
  ],
  [
    "one that is expected as cancelled and live",
    {
      expected: { conditionalOrders: [expectedStop({ status: "CANCELLED" })] },
      exchange: { conditionalOrders: [observedStop()] },
    },
    [diverges, "planned"],
  ],
])("%s is a mismatch", async (_, parts, [type, outcome]) => {
  expect(await mismatchesOf(parts)).toEqual([[type, "conditional", outcome]]);
});

test.each<[string, Parts]>([
  [
    "a live one that is expected",
    {
      expected: { conditionalOrders: [expectedStop()] },
      exchange: { conditionalOrders: [observedStop()] },
    },
  ],
  [
    "an external one",
    { exchange: { conditionalOrders: [observedStop({ clientOrderId: "web_1" })] } },
  ],
  [
    "one that has ended",
    { exchange: { conditionalOrders: [observedStop({ status: "EXPIRED" })] } },
  ],
  [
    "an expected one within the grace period",
    { expected: { conditionalOrders: [expectedStop({ createdAtMs: startsAtMs - 5_000 })] } },
  ],
  [
    "one that was updated after the snapshot",
    { expected: { conditionalOrders: [expectedStop({ updatedAtMs: startsAtMs + 1 })] } },
  ],
])("%s is no mismatch", async (_, parts) => {
  expect(await mismatchesOf(parts)).toEqual([]);
});

test("one id may name an order in each list, and each is compared with its own", async () => {
  const both = { orders: [observedOrder()], conditionalOrders: [observedStop()] };
  expect(await mismatchesOf({ expected: { orders: [expectedOrder()] }, exchange: both })).toEqual([
    [unexpected, "conditional", "planned"],
  ]);
  expect(await mismatchesOf({ exchange: both })).toEqual([
    [unexpected, undefined, "planned"],
    [unexpected, "conditional", "planned"],
  ]);
});

test("each cancel goes to the endpoint of its list", async () => {
  const seen = await live({
    config: { auditEnabled: true },
    exchange: { orders: [observedOrder()], conditionalOrders: [observedStop()] },
  });
  const order = { symbol: "BTCUSDT", clientOrderId: ownId() };
  expect(requests(seen)).toEqual([
    { method: "cancelOrder", ...order },
    { method: "cancelConditionalOrder", ...order },
  ]);
  expect(outcomes(seen)).toEqual(["executed", "executed"]);
  expect(
    seen.auditEvents.map((event) => ("order_list" in event ? event.order_list : null)),
  ).toEqual([null, null, "conditional", "conditional", null]);
});

test.each(["flatten", "cancel_all", "cancel_then_flatten", "none"] as const)(
  "a live mismatch of a conditional order defers a flatten under %s",
  async (action) => {
    const seen = await dryRun({
      config: { action },
      exchange: { positions: [longPosition], conditionalOrders: [observedStop()] },
    });
    expect(outcomes(seen).at(-1)).toBe("deferred");
  },
);

test.each([
  ["failed", { kind: "failed" }, "snapshot_unreadable"],
  ["stale", { kind: "old", ageMs: 120_001 }, "snapshot_stale"],
] as const)(
  "with a %s list of conditional orders no position is flattened",
  async (_, part, reason) => {
    const seen = await live({
      exchange: {
        orders: [observedOrder({ clientOrderId: "web_1" })],
        positions: [longPosition],
        conditionalOrders: [],
      },
      steps: [{ kind: "snapshot", conditionalOrders: part }, { kind: "reconcile" }],
    });
    expect(outcomes(seen)).toEqual([reason]);
    expect(seen.run.rejectedParts).toMatchObject([{ part: "conditionalOrders", reason }]);
    expect(seen.portCalls).toEqual([]);
  },
);

test("a failed list blocks no cancel of the other list", async () => {
  const failed = { kind: "failed" } as const;
  const exchange = { orders: [observedOrder()], conditionalOrders: [observedStop()] };
  for (const [parts, method] of [
    [{ orders: failed }, "cancelConditionalOrder"],
    [{ conditionalOrders: failed }, "cancelOrder"],
  ] as const) {
    const steps = [{ kind: "snapshot", ...parts } as const, { kind: "reconcile" } as const];
    expect(requests(await live({ exchange, steps })).map((request) => request.method)).toEqual([
      method,
    ]);
  }
});

test("attempts are counted apart for each list", async () => {
  const round = [
    { kind: "advance-clock", ms: 1_000 },
    { kind: "snapshot", orders: { kind: "lagging", ageMs: 9_000 } },
    { kind: "reconcile" },
  ] as const;
  const seen = await live({
    config: { maxAttemptsPerIntent: 1, cooldownSeconds: 0 },
    exchange: { orders: [observedOrder()], conditionalOrders: [] },
    steps: [
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "place-conditional-order", conditionalOrder: expectedStop(), lost: "reply" },
      ...round,
    ],
  });
  expect(outcomes(seen)).toEqual(["max_attempts_reached", "executed"]);
});

test("of two orders with one id on two symbols each is compared with its own", () => {
  const [listed, other] = [observedStop(), observedStop({ symbol: "ETHUSDT" })].map((order) =>
    observedConditionalOrderSchema.parse(order),
  );
  const known = expectedConditionalOrderSchema.parse(expectedStop());
  if (listed === undefined || other === undefined) throw new Error("two orders");
  const found = (items: readonly (typeof listed)[], expected: readonly (typeof known)[]) =>
    detectMismatches(
      { orders: [], positions: [], conditionalOrders: expected },
      { orders: null, positions: null, conditionalOrders: { takenAtMs: startsAtMs, items } },
      configSchema.parse({}),
    ).map(({ type, symbol }) => `${type} ${symbol}`);
  for (const items of [
    [listed, other],
    [other, listed],
  ]) {
    expect(found(items, [])).toEqual([`${unexpected} BTCUSDT`, `${unexpected} ETHUSDT`]);
    expect(found(items, [known])).toEqual([`${unexpected} ETHUSDT`]);
  }
});
