/** Steps within a run of a bot on the wire happen with its first request for its account, also a request for one order. */
import { expect, test } from "vitest";
import { withTwoOrders } from "../../../properties/enumeration/on-wire.ts";
import { withTwoFills } from "../../../properties/enumeration/streams-on-wire.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { fitToWire } from "./fit-wire.ts";
import { startStreamingBot } from "../../test-fixtures/streaming-bot.ts";

const [order] = withTwoFills.exchange.orders;
if (order === undefined) throw new Error("there is an order");
const sale = { symbol: order.symbol, side: "SELL", type: "MARKET", quantity: "0.001" };
const close = { ...sale, reduceOnly: "true", newClientOrderId: "mine" };
const ok = { kind: "ok" } as const;
const fill = { kind: "fill-order", clientOrderId: order.clientOrderId, quantity: null } as const;
const name = { symbol: order.symbol, origClientOrderId: order.clientOrderId };

test.each([
  ["GET", "/fapi/v1/order", { status: "FILLED", executedQty: "0.002" }],
  ["GET", "/fapi/v1/allOrders", [{ status: "FILLED", executedQty: "0.002" }]],
  ["GET", "/fapi/v1/openOrders", []],
  ["DELETE", "/fapi/v1/order", { code: -2011 }],
  // The position has turned short, so that a sale does not reduce it.
  ["POST", "/fapi/v1/order", { code: -2022 }],
] as const)(
  "the fills of a run have happened in the reply to %s %s",
  async (method, path, expected) => {
    const replies: unknown[] = [];
    const { target } = await startStreamingBot(async ({ ask }) => {
      replies.push(await ask(method, path, method === "POST" ? close : name));
      // Nothing happens again.
      await ask("GET", "/fapi/v1/openOrders");
    });
    const { trace, portCalls } = await runScenario(withTwoFills, target);
    expect(replies).toMatchObject([expected]);
    expect(trace.filter(({ step }) => step.kind === "fill-order")).toHaveLength(2);
    expect(portCalls).toHaveLength(method === "GET" ? 0 : 1);
  },
);

test("a run is judged by its last lists before its first port call, and reads true ones afterwards", async () => {
  const replies: unknown[] = [];
  const [first] = withTwoOrders.exchange.orders;
  const { target } = await startStreamingBot(async ({ ask }) => {
    const openOrders = async () => replies.push(await ask("GET", "/fapi/v1/openOrders"));
    await openOrders();
    const one = { symbol: first?.symbol, origClientOrderId: first?.clientOrderId };
    await ask("DELETE", "/fapi/v1/order", one);
    await openOrders();
  });
  const steps = withTwoOrders.steps.map((step) =>
    step.kind === "snapshot" ? { ...step, orders: { kind: "omitting", index: 1 } as const } : step,
  );
  const { runContexts } = await runScenario({ ...withTwoOrders, steps }, target);
  const [, second] = withTwoOrders.exchange.orders;
  expect(replies).toMatchObject([
    [{ clientOrderId: first?.clientOrderId }],
    [{ clientOrderId: second?.clientOrderId }],
  ]);
  const { orders } = runContexts[0]?.snapshot ?? {};
  expect(orders).toMatchObject({ items: [{ clientOrderId: first?.clientOrderId }] });
});

/** All of an order fills between the two reads. */
const whileReading = (first: "orders" | "positions") =>
  fitToWire({
    ...withTwoFills,
    steps: [
      { kind: "snapshot", orders: ok, positions: ok, between: { first, steps: [fill] } },
      { kind: "reconcile" },
    ],
  });

test.each([
  ["orders", "orders", { items: [{ status: "OPEN" }] }, "-0.001"],
  ["positions", "orders", { items: [{ status: "OPEN" }] }, "0.001"],
  ["positions", "positions", { items: [] }, "0.001"],
  ["orders", "positions", { items: [{ status: "OPEN" }] }, "0.001"],
] as const)(
  "an order fills after the read of %s, of a bot that reads %s first",
  async (first, own, expectedOrders, quantity) => {
    const lists = ["/fapi/v1/openOrders", "/fapi/v3/positionRisk"];
    const { target } = await startStreamingBot(async ({ ask }) => {
      for (const path of own === "orders" ? lists : lists.toReversed()) await ask("GET", path);
    });
    const { trace, runContexts } = await runScenario(whileReading(first), target);
    expect(trace.filter(({ step }) => step.kind === "fill-order")).toHaveLength(1);
    expect(runContexts[0]?.snapshot).toMatchObject({
      orders: expectedOrders,
      positions: { items: [{ quantity }] },
    });
  },
);

test("a query for one order misleads as the run says", async () => {
  const replies: unknown[] = [];
  const { target } = await startStreamingBot(async ({ ask }) => {
    for (let times = 0; times < 3; times += 1) {
      replies.push(await ask("GET", "/fapi/v1/order", name));
    }
  });
  const queryFaults = ["not-found", "failed"] as const;
  const scenario = {
    ...withTwoFills,
    steps: [
      { kind: "snapshot", orders: ok, positions: ok } as const,
      { kind: "reconcile", queryFaults } as const,
    ],
  };
  const { orderQueries } = await runScenario(fitToWire(scenario), target);
  expect(replies).toMatchObject([{ code: -2013 }, { code: -1001 }, { status: "NEW" }]);
  expect(orderQueries.map(({ isMisled }) => isMisled)).toEqual([true, true, false]);
});
