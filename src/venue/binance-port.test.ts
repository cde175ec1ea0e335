/** Port calls to the exchange on the wire, over real sockets. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  cancelConditionalOrderSchema,
  cancelOrderSchema,
  placeMarketOrderSchema,
  type PortReply,
} from "../domain/port-call.ts";
import { observedConditionalOrderSchema } from "../domain/conditional-order.ts";
import { observedOrderSchema } from "../domain/order.ts";
import type { WireFaultKind } from "../domain/wire-request.ts";
import { mintPermit, revokePermit, type LivePermit } from "../pipeline/live-permit.ts";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { observedOrder, ownId } from "../test-fixtures/scenarios.ts";
import { WireAccount, wireClient, wireKeys } from "../test-fixtures/wire-account.ts";
import { breakReply } from "../wire/broken-reply.ts";
import { errorBody, type VenueReply } from "../wire/reply.ts";
import { BinancePort } from "./binance-port.ts";
import { SendHost } from "./hosts.ts";
import { sendSigned } from "./signed-request.ts";

const cancelled = observedOrderSchema.parse(observedOrder({ status: "CANCELLED" }));
const stop = observedConditionalOrderSchema.parse(observedStop());
const cancel = cancelOrderSchema.parse({
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(),
});
const cancelStop = cancelConditionalOrderSchema.parse({
  ...cancel,
  method: "cancelConditionalOrder",
});
const close = placeMarketOrderSchema.parse({
  method: "placeMarketOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(9),
  side: "SELL",
  quantity: "0.003",
  positionSide: null,
  reduceOnly: true,
});

let account: WireAccount;
let port: BinancePort;
let permit: LivePermit;
beforeAll(async () => {
  account = await WireAccount.start();
  port = new BinancePort(new SendHost(account.host, null), wireClient);
});
afterAll(() => account.close());
beforeEach(() => {
  account.reset();
  account.lists = { orders: [cancelled], positions: [], conditionalOrders: [stop] };
  const minted = mintPermit([]);
  if (minted === null) throw new Error("no gate is closed");
  permit = minted;
});

const calls = [
  ["cancelOrder", () => port.cancelOrder(permit, cancel)],
  ["placeMarketOrder", () => port.placeMarketOrder(permit, close)],
  ["cancelConditionalOrder", () => port.cancelConditionalOrder(permit, cancelStop)],
] as const;

test("each request is sent once, signed, with its parameters and no others", async () => {
  for (const [, call] of calls) expect(await call()).toEqual({ status: "accepted" });
  expect(account.requests).toEqual([
    `DELETE /fapi/v1/order origClientOrderId=${ownId()}&symbol=BTCUSDT`,
    `POST /fapi/v1/order newClientOrderId=${ownId(9)}&quantity=0.003&reduceOnly=true&side=SELL&symbol=BTCUSDT&type=MARKET`,
    `DELETE /fapi/v1/algoOrder clientAlgoId=${ownId()}`,
  ]);
  expect(account.calls.map(([method]) => method)).toEqual(calls.map(([method]) => method));
});

test("a close of a hedge names its leg and no reduceOnly, and a symbol may have any letters", async () => {
  const parts = { positionSide: "LONG", reduceOnly: null, symbol: "币安人生USDT" };
  await port.placeMarketOrder(permit, placeMarketOrderSchema.parse({ ...close, ...parts }));
  expect(account.requests).toEqual([
    `POST /fapi/v1/order newClientOrderId=${ownId(9)}&positionSide=LONG&quantity=0.003&side=SELL&symbol=币安人生USDT&type=MARKET`,
  ]);
});

test("without the permit of a run that has not ended nothing is sent", async () => {
  const copies: unknown[] = [null, {}, true, structuredClone(permit), Object.create(permit)];
  const refused = /without a live permit; nothing was sent/;
  for (const copy of copies) {
    await expect(port.cancelOrder(copy as LivePermit, cancel)).rejects.toThrow(refused);
    await expect(port.placeMarketOrder(copy as LivePermit, close)).rejects.toThrow(refused);
    const stopped = port.cancelConditionalOrder(copy as LivePermit, cancelStop);
    await expect(stopped).rejects.toThrow(refused);
  }
  revokePermit(permit);
  for (const [, call] of calls) await expect(call()).rejects.toThrow(refused);
  expect(account.requests).toEqual([]);
});

test("a change to the host of a read is refused, and nothing is sent", async () => {
  const request = { method: "DELETE", host: account.host, path: "/fapi/v1/order", parameters: {} };
  await expect(sendSigned(request as never, wireClient)).rejects.toThrow(
    "needs a host for changes",
  );
  expect(account.requests).toEqual([]);
});

const outcomes: readonly PortReply[] = [
  { status: "rejected", code: -2011, message: "Unknown order sent." },
  { status: "rejected", code: -2022, message: "ReduceOnly Order is rejected." },
  {
    status: "rejected",
    code: -1001,
    message: "Internal error; unable to process your request. Please try again.",
  },
  { status: "unknown", code: -1007, message: "Timeout waiting for response from backend server." },
];

for (const [method, call] of calls) {
  test.each(outcomes)(`${method}: the outcome %j arrives as it is`, async (outcome) => {
    account.outcome = outcome;
    expect(await call()).toEqual(outcome);
    expect(account.requests).toHaveLength(1);
  });

  test(`${method}: a rejection for its rate names the end of the ban`, async () => {
    const startsAtMs = Date.now();
    const bannedUntilMs = startsAtMs + 600_000;
    account.outcome = { status: "rejected", code: -1003, message: "banned", bannedUntilMs };
    const reply = await call();
    expect(reply).toMatchObject({ status: "rejected", code: -1003, message: "banned" });
    const untilMs = "bannedUntilMs" in reply ? (reply.bannedUntilMs ?? 0) : 0;
    // `Retry-After` has whole seconds, and counts from the arrival of the reply.
    expect(untilMs).toBeGreaterThanOrEqual(bannedUntilMs - 1);
    expect(account.requests).toHaveLength(1);
  });
}

const whole = (parts: Partial<VenueReply>) => (reply: VenueReply) => ({
  reply: { ...reply, ...parts },
});
const form = (kind: WireFaultKind) => (reply: VenueReply) => breakReply(reply, kind, Date.now());
const field = (fields: Record<string, unknown>) => (reply: VenueReply) => ({
  reply: { ...reply, body: { ...(reply.body as object), ...fields } },
});
const unknownText = "Unknown error, please check your request or try again later.";
const timeoutText =
  "Timeout waiting for response from backend server. Send status unknown; execution status unknown.";
const json = "application/json";

/** Replies after which it is unknown whether the request was applied, each with its code. */
const unproved: readonly (readonly [
  string,
  Parameters<typeof spoilWith>[0],
  number | null,
  string,
])[] = [
  ["503 Unknown error", form("unknown-error"), -1000, unknownText],
  ["408", form("backend-timeout"), -1007, timeoutText],
  ["408 without a body", whole({ status: 408, body: "" }), -1007, "HTTP 408 without an error code"],
  ["200 with -1007", whole({ body: errorBody(-1007, "t") }), -1007, "t"],
  ["400 with -1006", whole({ status: 400, body: errorBody(-1006, "b") }), -1006, "b"],
  ["503 with -1007", whole({ status: 503, body: errorBody(-1007, "t") }), -1007, "t"],
  ["503 in HTML", whole({ status: 503, body: "<html>" }), null, "HTTP 503 without an error code"],
  ["500 with -1000", whole({ status: 500, body: errorBody(-1000, "e") }), -1000, "e"],
  ["502", whole({ status: 502, body: "<html>" }), null, "HTTP 502 without an error code"],
  ["504", whole({ status: 504, body: "{}" }), null, "HTTP 504 without an error code"],
  [
    "500 Service Unavailable.",
    whole({ status: 500, body: errorBody(0, "Service Unavailable.") }),
    0,
    "Service Unavailable.",
  ],
  ["301 with -2011", whole({ status: 301, body: errorBody(-2011, "moved") }), -2011, "moved"],
  ["400 with code 0", whole({ status: 400, body: errorBody(0, "wrong") }), 0, "wrong"],
  ["403 in HTML", whole({ status: 403, body: "<html>" }), null, "HTTP 403 without an error code"],
  ["400 with {}", whole({ status: 400, body: {} }), null, "HTTP 400 without an error code"],
  ["202", whole({ status: 202 }), null, "HTTP 202"],
  ["307", whole({ status: 307, headers: { location: "/fapi/v1/order" } }), null, "HTTP 307"],
  ["421", whole({ status: 421, body: {} }), null, "HTTP 421 without an error code"],
  ["{}", form("empty-object"), null, "does not prove that it was applied"],
  ["null", form("null"), null, "does not prove that it was applied"],
  ["a page in HTML", form("html"), null, "does not prove that it was applied"],
  ["cut JSON", form("cut-json"), null, "does not prove that it was applied"],
  ["another content type", whole({ headers: { "content-type": "text/plain" } }), null, "prove"],
  ["half a body", form("half-body"), null, "the connection failed"],
  ["a reset", form("reset"), null, "ECONNRESET"],
];

function spoilWith(spoil: (reply: VenueReply) => ReturnType<WireAccount["spoil"]>): void {
  account.spoil = (reply) => spoil(reply);
}

for (const [method, call] of calls) {
  test.each(unproved)(`${method}: %s is an unknown outcome`, async (_, spoil, code, message) => {
    spoilWith(spoil);
    const reply = await call();
    expect(reply).toMatchObject({ status: "unknown", code });
    expect("message" in reply && reply.message).toContain(message);
    expect(account.requests).toHaveLength(1);
  });

  test(`${method}: no reply in time is an unknown outcome`, async () => {
    spoilWith(form("hang"));
    const quick = new BinancePort(new SendHost(account.host, null), {
      ...wireClient,
      timeoutMs: 100,
    });
    const request = {
      cancelOrder: cancel,
      placeMarketOrder: close,
      cancelConditionalOrder: cancelStop,
    };
    const message = "no whole reply within 100 ms";
    expect(await quick[method](permit, request[method] as never)).toEqual({
      status: "unknown",
      code: null,
      message,
    });
    expect(account.requests).toHaveLength(1);
  });
}

test.each([
  ["another id", field({ clientOrderId: ownId(2), clientAlgoId: ownId(2) })],
  ["another symbol, or another code", field({ symbol: "ETHUSDT", code: "-1" })],
  ["another status, or no code", field({ status: "EXPIRED", code: undefined })],
])("a reply with HTTP 200 and %s proves nothing", async (_, spoil) => {
  spoilWith(spoil);
  for (const [, call] of calls)
    expect(await call()).toMatchObject({ status: "unknown", code: null });
});

test.each<readonly [string, number, unknown, number, Record<string, string>]>([
  ["503 Service Unavailable.", 503, errorBody(0, "Service Unavailable."), 0, {}],
  ["503 without a code", 503, { msg: "Service Unavailable." }, 503, {}],
  ["503 with -1008", 503, errorBody(-1008, "Request throttled."), -1008, {}],
  ["200 with -2011", 200, errorBody(-2011, "Unknown order sent."), -2011, {}],
  ["429 in HTML", 429, "<html>", -1003, {}],
  ["418 without a body", 418, "", -1003, {}],
  ["429 with -1015", 429, errorBody(-1015, "Too many new orders."), -1003, {}],
])("%s is a rejection", async (_, status, body, code, headers) => {
  spoilWith(whole({ status, body, headers: { "content-type": json, ...headers } }));
  for (const [, call] of calls) {
    const reply = await call();
    expect(reply).toMatchObject({ status: "rejected", code });
    expect(reply).not.toHaveProperty("bannedUntilMs");
  }
});

test.each([
  ["Retry-After", 418, { "retry-after": "120" }, "", 120_000],
  ["the message", 418, {}, "IP banned until 1704067230000.", 30_000],
  ["the message of a 400", 400, {}, "IP banned until 1704067230000.", 30_000],
  ["Retry-After first", 418, { "retry-after": "1" }, "banned until 1704067230000.", 1_000],
])("the end of a ban is in %s", async (_, status, headers, message, afterMs) => {
  const nowMs = 1_704_067_200_000;
  const client = { ...wireClient, nowMs: () => nowMs };
  const then = new BinancePort(new SendHost(account.host, null), client);
  spoilWith(whole({ status, headers, body: errorBody(-1003, message) }));
  expect(await then.cancelOrder(permit, cancel)).toEqual({
    status: "rejected",
    code: -1003,
    message,
    bannedUntilMs: nowMs + afterMs,
  });
});

test("no message shows key, secret or signature, and none is long", async () => {
  const echo = `${wireKeys.secret} ${wireKeys.key} ${"f".repeat(64)} ${"x".repeat(1_000)}`;
  spoilWith(whole({ status: 400, body: errorBody(-1100, echo) }));
  const reply = await port.cancelOrder(permit, cancel);
  const message = "message" in reply ? reply.message : "";
  expect(message).toMatch(/^\[REDACTED\] \[REDACTED\] \[REDACTED\] x+$/);
  expect(message).toHaveLength(200);
});
