/** Steps within a run of a bot on the wire happen with its first request for its account, also a request for one order. */
import { afterEach, expect, test } from "vitest";
import { withTwoFills } from "../../../properties/enumeration/streams-on-wire.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { startStreamingBot, type StreamingBot } from "../../test-fixtures/streaming-bot.ts";

let started: StreamingBot | null = null;
afterEach(async () => started?.close());

const [order] = withTwoFills.exchange.orders;
if (order === undefined) throw new Error("there is an order");
const sale = { symbol: order.symbol, side: "SELL", type: "MARKET", quantity: "0.001" };
const close = { ...sale, reduceOnly: "true", newClientOrderId: "mine" };
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
    started = await startStreamingBot(async ({ ask }) => {
      replies.push(await ask(method, path, method === "POST" ? close : name));
      // Nothing happens again.
      await ask("GET", "/fapi/v1/openOrders");
    });
    const { trace, portCalls } = await runScenario(withTwoFills, started.target);
    expect(replies).toMatchObject([expected]);
    expect(trace.filter(({ step }) => step.kind === "fill-order")).toHaveLength(2);
    expect(portCalls).toHaveLength(method === "GET" ? 0 : 1);
  },
);
