import { expect, test } from "vitest";
import { observedOrderSchema, type OrderStatus } from "../domain/order.ts";
import { expectedMismatches } from "../../properties/oracle/expected-mismatches.ts";
import { ordersOnce } from "../../properties/oracle/shown-once.ts";
import { live, outcomes, requests, type Parts } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { newestOfEachOrder } from "./repeated-entries.ts";

const order = (orderId: string, status: OrderStatus, updatedAtMs = startsAtMs) =>
  observedOrderSchema.parse(observedOrder({ orderId, status, updatedAtMs }));

test.each<[string, ReturnType<typeof order>[], string]>([
  [
    "the live one counts, also where it did not change last",
    [order("1", "CANCELLED"), order("2", "OPEN", startsAtMs - 1)],
    "2",
  ],
  [
    "the live one counts where it replaces the other in one millisecond",
    [order("1", "CANCELLED"), order("2", "OPEN")],
    "2",
  ],
  [
    "the last one counts where both have ended",
    [order("1", "CANCELLED"), order("2", "FILLED", startsAtMs + 1)],
    "2",
  ],
  [
    "the one with the larger order id counts where both ended in one millisecond",
    [order("9", "CANCELLED"), order("10", "FILLED")],
    "10",
  ],
  [
    "a live copy of the one that has ended does not count",
    [
      order("1", "OPEN", startsAtMs - 2),
      order("1", "FILLED", startsAtMs - 1),
      order("2", "CANCELLED"),
    ],
    "2",
  ],
])("of two orders with one id %s", (_, listed, orderId) => {
  for (const orders of [listed, listed.toReversed()]) {
    expect(newestOfEachOrder(orders).map((one) => one.orderId)).toEqual([orderId]);
    expect(ordersOnce(orders).map((one) => one.orderId)).toEqual([orderId]);
  }
});

const ended = observedOrder({ orderId: "1", status: "FILLED" });
const other = observedOrder({ orderId: "2", symbol: "ETHUSDT" });

test.each<[string, Parts, string[], number]>([
  [
    "an unexpected order with an id used before is cancelled",
    { exchange: { orders: [observedOrder({ orderId: "2" }), ended] } },
    ["executed"],
    1,
  ],
  [
    "an order whose id was used before is cancelled where its end is expected",
    {
      expected: { orders: [expectedOrder({ status: "FILLED" })] },
      exchange: { orders: [ended, observedOrder({ orderId: "2" })] },
    },
    ["executed"],
    1,
  ],
  [
    "an expected order whose id was used before is no mismatch",
    {
      expected: { orders: [expectedOrder()] },
      exchange: { orders: [observedOrder({ orderId: "2" }), ended] },
    },
    [],
    0,
  ],
  [
    "orders with one id on two symbols are two mismatches",
    { exchange: { orders: [observedOrder(), other] } },
    ["executed", "executed"],
    2,
  ],
  [
    "only the order is cancelled that has the id on the other symbol",
    { expected: { orders: [expectedOrder()] }, exchange: { orders: [other, observedOrder()] } },
    ["executed"],
    1,
  ],
])("%s", async (_, parts, results, calls) => {
  const config = { action: "cancel_all", requireWhitelist: false, symbolWhitelist: [] } as const;
  const seen = await live({ config, ...parts });
  expect(outcomes(seen)).toEqual(results);
  expect(requests(seen)).toHaveLength(calls);
  const [context] = seen.runContexts;
  if (context === undefined) throw new Error("no run");
  expect(expectedMismatches(scenarioWith({ config, ...parts }), context)).toHaveLength(calls);
});
