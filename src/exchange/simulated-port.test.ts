import { expect, test } from "vitest";
import { unsignedDecimalSchema } from "../domain/decimal.ts";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import { cancelOrderSchema, placeMarketOrderSchema } from "../domain/port-call.ts";
import { mintPermit, type LivePermit } from "../pipeline/live-permit.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedPort, type InteractionEffect } from "./simulated-port.ts";
import { SimulatedClock } from "./simulated-clock.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";
import { venueMessage } from "./venue-errors.ts";

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

const noPermit = (method: string) => `LivePermitError: ${method} was called without a live permit`;

function genuinePermit(): LivePermit {
  const permit = mintPermit([]);
  if (permit === null) throw new Error("no permit was minted");
  return permit;
}

function openPort(...others: readonly [InteractionEffect?, ((symbol: string) => boolean)?]) {
  const state = exchangeStateSchema.parse({
    orders: [observedOrder()],
    positions: [{ symbol: "BTCUSDT", quantity: "0.001" }],
  });
  const exchange = new SimulatedExchange(state);
  const clock = new SimulatedClock(startsAtMs);
  return { exchange, clock, port: new SimulatedPort(exchange, clock, () => 7, ...others) };
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
      repliedAtMs: startsAtMs,
      run: 0,
      auditEventsBefore: 7,
      fault: "accept",
      reply: { status: "accepted" },
      malformed: null,
    },
    {
      request: close,
      atMs: startsAtMs,
      repliedAtMs: startsAtMs,
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
    expect(await port.cancelOrder(permit, cancel).catch(String)).toBe(noPermit("cancelOrder"));
    const placed = port.placeMarketOrder(permit, close);
    expect(await placed.catch(String)).toBe(noPermit("placeMarketOrder"));
    expect(port.calls.map(({ fault }) => fault)).toEqual([null, null]);
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

test("an error can come back for a request that took effect", async () => {
  const { exchange, port } = openPort();
  const fault = { kind: "reject", code: -1001, message: "Internal error", applied: true } as const;
  port.scheduleFaults([fault]);
  const reply = await port.cancelOrder(genuinePermit(), cancel);
  expect(reply).toEqual({ status: "rejected", code: -1001, message: "Internal error" });
  expect(exchange.orders()).toMatchObject([{ status: "CANCELLED" }]);
  expect(port.effects).toMatchObject([{ request: cancel, position: null }]);
});

test("a market order that is accepted and expires has an effect of the part that filled", async () => {
  for (const [filled, after] of [
    ["0.0004", "0.0006"],
    ["0", "0.001"],
  ] as const) {
    const { port } = openPort();
    port.scheduleFaults([{ kind: "expire", filled: unsignedDecimalSchema.parse(filled) }]);
    expect(await port.placeMarketOrder(genuinePermit(), close)).toEqual({ status: "accepted" });
    expect(port.effects).toMatchObject([{ request: close, position: { before: "0.001", after } }]);
    expect(port.calls).toMatchObject([{ fault: "expire", reply: { status: "accepted" } }]);
  }
});

test("in a ban every request is refused until its end, and takes no fault", async () => {
  const { exchange, port, clock } = openPort();
  port.scheduleFaults([
    { kind: "rate-limit", banMs: 10 },
    { kind: "timeout", applied: false },
  ]);
  const bannedUntilMs = startsAtMs + 10;
  const banned = {
    status: "rejected",
    code: -1003,
    message: `Way too many requests; IP banned until ${bannedUntilMs}. Please use the websocket for live updates to avoid bans.`,
    bannedUntilMs,
  };
  expect(await port.cancelOrder(genuinePermit(), cancel)).toEqual(banned);
  clock.advance(9);
  const malformed = { ...cancel, symbol: "" } as unknown as typeof cancel;
  expect(await port.cancelOrder(genuinePermit(), malformed)).toEqual(banned);
  expect(port.calls).toMatchObject([{ fault: "rate-limit" }, { fault: null, reply: banned }]);
  clock.advance(1);
  expect(await port.cancelOrder(genuinePermit(), cancel)).toMatchObject({ status: "unknown" });
  expect(exchange.orders()).toMatchObject([{ status: "OPEN" }]);
});

test.each([
  [true, "CANCELLED"],
  [false, "OPEN"],
])("a timeout with applied %s leaves the order %s", async (applied, status) => {
  const { exchange, port } = openPort();
  port.scheduleFaults([{ kind: "timeout", applied }]);
  const reply = await port.cancelOrder(genuinePermit(), cancel);
  const message = venueMessage(-1007);
  expect(reply).toEqual({ status: "unknown", code: -1007, message });
  expect(exchange.orders()).toMatchObject([{ status }]);
});

test.each([true, false])("a disconnect throws, and applies the request: %s", async (applied) => {
  const { exchange, port } = openPort();
  port.scheduleFaults([{ kind: "disconnect", applied }]);
  const thrown = await port.cancelOrder(genuinePermit(), cancel).catch(String);
  expect(thrown).toBe("ConnectionError: the connection broke");
  const reply = { status: "unknown", code: null, message: "the connection broke" };
  expect(port.calls).toMatchObject([{ reply, fault: "disconnect" }]);
  expect(exchange.orders()[0]?.status).toBe(applied ? "CANCELLED" : "OPEN");
});

test("a scheduled acceptance is answered by the rules, and a rejection with the code of an unknown outcome is one", async () => {
  const { port } = openPort();
  port.scheduleFaults([
    { kind: "reject", code: -1006, message: "Unexpected response" },
    { kind: "accept" },
  ]);
  const unknown = { status: "unknown", code: -1006, message: "Unexpected response" };
  expect(await port.cancelOrder(genuinePermit(), cancel)).toEqual(unknown);
  expect(await port.cancelOrder(genuinePermit(), cancel)).toEqual({ status: "accepted" });
  expect(port.calls.map(({ fault }) => fault)).toEqual(["reject", "accept"]);
});

test("scheduled faults replace the earlier ones", async () => {
  const { port } = openPort();
  port.scheduleFaults([{ kind: "timeout", applied: false }]);
  port.scheduleFaults([]);
  expect(await port.cancelOrder(genuinePermit(), cancel)).toEqual({ status: "accepted" });
});

test("a malformed call is answered by the venue, and takes no fault", async () => {
  const { port, exchange } = openPort();
  port.scheduleFaults([{ kind: "timeout", applied: false }]);
  const malformed = { ...cancel, symbol: "" } as unknown as typeof cancel;
  expect(await port.cancelOrder(genuinePermit(), malformed)).toMatchObject({ code: -1102 });
  expect(port.calls).toMatchObject([{ fault: null, malformed: { parameter: "symbol" } }]);
  expect(exchange.orders()).toMatchObject([{ status: "OPEN" }]);
  expect(await port.cancelOrder(genuinePermit(), cancel)).toMatchObject({ status: "unknown" });
});

test("a symbol that is not listed is malformed", async () => {
  const { port } = openPort(undefined, (symbol) => symbol === "ETHUSDT");
  expect(await port.cancelOrder(genuinePermit(), cancel)).toMatchObject({ code: -1121 });
});

test("an accepted call has an effect: of an order the position before and after, and none of a rejection", async () => {
  const { port, clock } = openPort();
  port.startRun(2);
  await port.cancelOrder(genuinePermit(), cancel);
  await port.cancelOrder(genuinePermit(), cancel);
  clock.advance(5);
  await port.placeMarketOrder(genuinePermit(), close);
  expect(port.run).toBe(2);
  expect(port.effects).toEqual([
    { request: cancel, atMs: startsAtMs, run: 2, lateInStep: null, position: null },
    {
      request: close,
      atMs: startsAtMs + 5,
      run: 2,
      lateInStep: null,
      position: { before: "0.001", after: "0" },
    },
  ]);
});

test("delayed requests take effect when they are due, the earliest first", async () => {
  const { port, clock } = openPort();
  port.scheduleFaults([
    { kind: "delayed", afterMs: 30 },
    { kind: "delayed", afterMs: 10 },
    { kind: "delayed", afterMs: 20 },
  ]);
  port.startRun(1);
  const replies = [
    await port.cancelOrder(genuinePermit(), cancel),
    await port.placeMarketOrder(genuinePermit(), close),
    await port.placeMarketOrder(genuinePermit(), { ...close, quantity: "0.0005" as never }),
  ];
  expect(replies.map(({ status }) => status)).toEqual(["unknown", "unknown", "unknown"]);
  port.startRun(2);
  const delivered = (ms: number) => {
    port.wait(startsAtMs + ms - clock.exchangeMs);
    return port.effects.map(({ request, atMs, run }) => [request.method, atMs - startsAtMs, run]);
  };
  const first = ["placeMarketOrder", 10, 1];
  expect(delivered(9)).toEqual([]);
  expect(delivered(10)).toEqual([first]);
  expect(delivered(10)).toEqual([first]);
  // The second one finds no position any more.
  expect(delivered(99)).toEqual([first, ["cancelOrder", 30, 1]]);
});

test("of two requests that are due at once the earlier takes effect first", async () => {
  const { port } = openPort();
  port.scheduleFaults([
    { kind: "delayed", afterMs: 30 },
    { kind: "delayed", afterMs: 10 },
  ]);
  await port.cancelOrder(genuinePermit(), cancel);
  await port.placeMarketOrder(genuinePermit(), close);
  port.wait(30);
  expect(port.effects.map(({ request }) => request.method)).toEqual([
    "placeMarketOrder",
    "cancelOrder",
  ]);
});

const pending = Symbol("pending");
const settled = (reply: Promise<unknown>) =>
  Promise.race([reply, new Promise((resolve) => setImmediate(() => resolve(pending)))]);

test("a call in which the process crashes has no answer, and is recorded only where it took effect", async () => {
  const before = openPort(() => "crash-before");
  expect(await settled(before.port.cancelOrder(genuinePermit(), cancel))).toBe(pending);
  expect(before.port.calls).toEqual([]);
  const after = openPort(() => "crash-after");
  expect(await settled(after.port.cancelOrder(genuinePermit(), cancel))).toBe(pending);
  expect(after.exchange.orders()).toMatchObject([{ status: "CANCELLED" }]);
  const reply = { status: "unknown", code: null, message: "the process crashed" };
  expect(after.port.calls).toMatchObject([{ reply, fault: "accept" }]);
});

test("a delayed request takes effect once", async () => {
  const { port } = openPort();
  port.scheduleFaults([{ kind: "delayed", afterMs: 1 }]);
  await port.placeMarketOrder(genuinePermit(), { ...close, side: "BUY", reduceOnly: null });
  port.wait(1);
  port.wait(0);
  port.wait(1);
  expect(port.effects).toMatchObject([{ position: { before: "0.001", after: "0.002" } }]);
});
