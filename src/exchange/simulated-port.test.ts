import { expect, test } from "vitest";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { cancelOrderSchema, placeMarketOrderSchema } from "../domain/port-call.ts";
import { mintPermit, type LivePermit } from "../pipeline/live-permit.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedPort } from "./simulated-port.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

const cancel = cancelOrderSchema.parse({
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(),
});
const close = placeMarketOrderSchema.parse({
  method: "placeMarketOrder",
  symbol: "BTCUSDT",
  clientOrderId: "close-1",
  side: "SELL",
  quantity: "0.001",
  positionSide: null,
  reduceOnly: true,
});

function genuinePermit(): LivePermit {
  const permit = mintPermit([]);
  if (permit === null) throw new Error("no permit was minted");
  return permit;
}

function openPort() {
  const state = exchangeStateSchema.parse({
    orders: [observedOrder()],
    positions: [{ symbol: "BTCUSDT", quantity: "0.001" }],
  });
  const exchange = new SimulatedExchange(state);
  return {
    exchange,
    port: new SimulatedPort(
      exchange,
      () => startsAtMs,
      () => 7,
    ),
  };
}

test("every call is recorded with its request, time, run and reply", async () => {
  const { port } = openPort();
  await port.cancelOrder(genuinePermit(), cancel);
  port.startRun(1);
  await port.placeMarketOrder(genuinePermit(), close);
  expect(port.calls).toEqual([
    {
      request: cancel,
      atMs: startsAtMs,
      run: 0,
      auditEventsBefore: 7,
      fault: "accept",
      reply: { status: "accepted" },
      malformed: null,
    },
    {
      request: close,
      atMs: startsAtMs,
      run: 1,
      auditEventsBefore: 7,
      fault: "accept",
      reply: { status: "accepted" },
      malformed: null,
    },
  ]);
});

test.each([
  ["nothing", undefined],
  ["a forged object", Object.freeze({})],
] as const)(
  "a call with %s as its permit is recorded, refused, and changes nothing",
  async (_, forged) => {
    const { exchange, port } = openPort();
    const permit = forged as unknown as LivePermit;
    await expect(port.cancelOrder(permit, cancel)).rejects.toThrow("without a live permit");
    await expect(port.placeMarketOrder(permit, close)).rejects.toThrow("without a live permit");
    expect(port.calls.map(({ reply }) => reply.status)).toEqual(["refused", "refused"]);
    expect(exchange.orders()).toMatchObject([{ status: "OPEN" }]);
    expect(exchange.positions()).toMatchObject([{ quantity: "0.001" }]);
  },
);

test("a permit from before the run is refused, even if it was not revoked", async () => {
  const { port } = openPort();
  const permit = genuinePermit();
  port.startRun(1);
  await expect(port.cancelOrder(permit, cancel)).rejects.toThrow("without a live permit");
  expect(await port.cancelOrder(genuinePermit(), cancel)).toEqual({ status: "accepted" });
});

test("a rejection changes nothing, and the next call is answered by the rules", async () => {
  const { exchange, port } = openPort();
  port.scheduleFaults([{ kind: "reject", code: -1001, message: "Internal error" }]);
  const first = await port.cancelOrder(genuinePermit(), cancel);
  expect(first).toEqual({ status: "rejected", code: -1001, message: "Internal error" });
  expect(exchange.orders()).toMatchObject([{ status: "OPEN" }]);
  expect(await port.cancelOrder(genuinePermit(), cancel)).toEqual({ status: "accepted" });
});

test.each([
  [true, "CANCELLED"],
  [false, "OPEN"],
])("a timeout with applied %s leaves the order %s", async (applied, status) => {
  const { exchange, port } = openPort();
  port.scheduleFaults([{ kind: "timeout", applied }]);
  const reply = await port.cancelOrder(genuinePermit(), cancel);
  expect(reply).toMatchObject({ status: "unknown", code: -1007 });
  expect(exchange.orders()).toMatchObject([{ status }]);
});

test.each([true, false])("a disconnect throws, and applies the request: %s", async (applied) => {
  const { exchange, port } = openPort();
  port.scheduleFaults([{ kind: "disconnect", applied }]);
  await expect(port.cancelOrder(genuinePermit(), cancel)).rejects.toThrow("the connection broke");
  expect(port.calls.map(({ reply }) => reply.status)).toEqual(["unknown"]);
  expect(exchange.orders()[0]?.status).toBe(applied ? "CANCELLED" : "OPEN");
});
