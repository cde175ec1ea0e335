/** A whole campaign on a correct bot that asks for single orders: a query is no port call, and -2013 proves nothing. */
import { expect, test } from "vitest";
import { fuzzTarget } from "../src/fuzz/fuzz-target.ts";
import type { OrderQuery, OrderQueryReply } from "../src/domain/order-query.ts";
import type { PortReply } from "../src/domain/port-call.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";

const statuses = new Set<OrderQueryReply["status"]>();

/** It asks before and after each call, and sends the same as a bot that does not ask. */
const askingBot: Target = {
  ...shippedPipeline,
  name: "a bot that asks",
  usesQueries: true,
  reconcile: (inputs, services) => {
    const { port, queryOrder } = services;
    const ask = async ({ symbol, clientOrderId }: OrderQuery) => {
      const reply = await queryOrder?.({ symbol, clientOrderId });
      if (reply !== undefined) statuses.add(reply.status);
    };
    const asking = async (request: OrderQuery, send: () => Promise<PortReply>) => {
      await ask(request);
      const reply = await send();
      await ask(request);
      return reply;
    };
    return shippedPipeline.reconcile(inputs, {
      ...services,
      port: {
        ...port,
        cancelOrder: (permit, sent) => asking(sent, () => port.cancelOrder(permit, sent)),
        placeMarketOrder: (permit, sent) => asking(sent, () => port.placeMarketOrder(permit, sent)),
      },
    });
  },
};

test("a bot that asks for single orders, and sends the same, passes a campaign", async () => {
  const { verdict, reasons, result, notCovered } = await fuzzTarget(askingBot, {
    seed: 4,
    runs: 1_000,
    sequences: 100,
  });
  expect({ verdict, reasons, failed: result.failureCounts }).toEqual({
    verdict: "pass",
    reasons: [],
    failed: {},
  });
  expect([...statuses].toSorted()).toEqual(["failed", "found", "not-found"]);
  expect(notCovered.filter((line) => line.includes("queries"))).toEqual([]);
});
