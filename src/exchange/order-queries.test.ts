import { expect, test } from "vitest";
import type { OrderQueryReply } from "../domain/order-query.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { longPosition, type Parts } from "../test-fixtures/observe.ts";
import {
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";

type Query = { readonly symbol: string; readonly clientOrderId: string };
const query = { symbol: "BTCUSDT", clientOrderId: ownId() };

/** The answers to these queries, before each run and after it. */
async function ask(parts: Parts, ...queries: readonly unknown[]) {
  const replies: OrderQueryReply[] = [];
  const target: Target = {
    ...shippedPipeline,
    reconcile: async (inputs, services) => {
      const askAll = async () => {
        for (const sent of queries) {
          const reply = await services.queryOrder?.(sent as never);
          if (reply !== undefined) replies.push(reply);
        }
      };
      await askAll();
      const report = await shippedPipeline.reconcile(inputs, services);
      await askAll();
      return report;
    },
  };
  const observation = await runScenario(scenarioWith(parts), target);
  return { ...observation, replies, statuses: replies.map(({ status }) => status) };
}

const exchange = { orders: [observedOrder()] };

test("an order is found as the exchange has it, in a dry run too, and the query is no port call", async () => {
  const { replies, portCalls, orderQueries } = await ask({ exchange }, query);
  const order = { clientOrderId: ownId(), status: "OPEN", orderId: "1001" };
  expect(replies).toMatchObject([
    { status: "found", order },
    { status: "found", order },
  ]);
  expect(portCalls).toEqual([]);
  expect(orderQueries[0]).toEqual({
    ...query,
    run: 0,
    atMs: startsAtMs,
    status: "found",
    isMisled: false,
  });
});

test("an order that a live run cancelled is found as cancelled", async () => {
  const { replies } = await ask({ exchange, gates: openGates }, query);
  expect(replies.map((reply) => "order" in reply && reply.order.status)).toEqual([
    "OPEN",
    "CANCELLED",
  ]);
});

test.each<[string, Query, Parts["exchange"]]>([
  ["another id", { ...query, clientOrderId: "x" }, exchange],
  ["another symbol", { ...query, symbol: "ETHUSDT" }, exchange],
  ["a conditional order", query, { conditionalOrders: [observedStop()] }],
])("%s is not found", async (_, asked, state = {}) => {
  const { replies } = await ask({ exchange: state }, asked);
  expect(replies[0]).toEqual({
    status: "not-found",
    code: -2_013,
    message: "Order does not exist.",
  });
});

test.each<[string, Parts["steps"], string, string]>([
  ["that filled", [], "FILLED", "0.001"],
  [
    "that expired",
    [{ kind: "set-port-faults", faults: [{ kind: "expire", filled: "0" }] }],
    "EXPIRED",
    "0",
  ],
])("a market order %s is found, though no list has it", async (_, before = [], status, filled) => {
  const steps = [...before, { kind: "snapshot" }, { kind: "reconcile" }] as const;
  const parts: Parts = { gates: openGates, exchange: { positions: [longPosition] }, steps };
  const sent = (await ask(parts)).portCalls[0]?.request;
  const { replies } = await ask(parts, { symbol: "BTCUSDT", clientOrderId: sent?.clientOrderId });
  expect(replies[0]?.status).toBe("not-found");
  expect(replies[1]).toMatchObject({
    status: "found",
    order: { type: "MARKET", status, filledQuantity: filled, side: "SELL" },
  });
});

test("a fault answers one query, and only of its run", async () => {
  const steps: Parts["steps"] = [
    { kind: "snapshot" },
    { kind: "reconcile", queryFaults: ["not-found", "failed", "none", "failed"] },
    { kind: "reconcile" },
  ];
  const { statuses, orderQueries } = await ask({ exchange, steps }, query);
  expect(statuses).toEqual(["not-found", "failed", "found", "found"]);
  expect(orderQueries.map(({ isMisled }) => isMisled)).toEqual([true, true, false, false]);
});

test("in a ban each query fails with the end of the ban", async () => {
  const steps: Parts["steps"] = [
    { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 60_000 }] },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ];
  const { replies } = await ask({ exchange, gates: openGates, steps }, query);
  expect(replies[1]).toMatchObject({
    status: "failed",
    code: -1_003,
    bannedUntilMs: startsAtMs + 60_000,
  });
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["a query without an id", { symbol: "BTCUSDT" }],
])("%s is refused as malformed", async (_, sent) => {
  const { replies } = await ask({ exchange }, sent);
  expect(replies[0]).toMatchObject({ status: "failed", code: -1_102 });
});
