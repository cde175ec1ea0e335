import { generateKeyPairSync, sign as signBytes, createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { observedStop } from "../../test-fixtures/conditional-orders.ts";
import { observedOrder, ownId, scenarioWith, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { StreamClient } from "../../test-fixtures/stream-client.ts";
import { hmacKey, startWire } from "../../test-fixtures/wire-client.ts";
import type { ApiKey } from "../parameters.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const edKey: ApiKey = { key: "e".repeat(64), publicKey };
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const bigId = "9007199254740993123";
const scenario = scenarioWith({
  exchange: {
    prices: { BTCUSDT: "50000.00" },
    orders: [observedOrder({ orderId: bigId })],
    conditionalOrders: [observedStop()],
  },
});

type Wire = Awaited<ReturnType<typeof startWire>>;
let wire: Wire;
let client: StreamClient;
let ids = 0;

async function connect(key: ApiKey = edKey): Promise<void> {
  wire = await startWire(scenario, { key });
  client = await another();
}

function another(): Promise<StreamClient> {
  return StreamClient.open(`ws://127.0.0.1:${wire.sandbox.server.port}/ws-fapi/v1`);
}

beforeEach(() => {
  ids = 0;
});

afterEach(async () => wire.sandbox.close());

type Params = Readonly<Record<string, string | number | boolean>>;
type Reply = {
  readonly id: unknown;
  readonly status: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly msg: string };
  readonly rateLimits: readonly unknown[];
};

async function ask(method: string, params: Params = {}, by = client): Promise<Reply> {
  ids += 1;
  return (await by.ask({ id: ids, method, params })) as Reply;
}

const sortedText = (params: Params) =>
  Object.entries(params)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

function signed(params: Params = {}): Params {
  const all = { ...params, apiKey: edKey.key, timestamp: startsAtMs };
  const signature = signBytes(null, Buffer.from(sortedText(all)), privateKey).toString("base64");
  return { ...all, signature };
}

/** JSON needs no percent signs, and the venue decodes none there. */
const inQuery = () => encodeURIComponent(String(signed()["signature"]));

const now = { timestamp: startsAtMs };
const newOrder = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", quantity: "0.002" } as const;
const placed = { ...newOrder, price: "49000", newClientOrderId: "mine_1" };

test("a session logs on with an Ed25519 key, shows it, and logs out", async () => {
  await connect();
  const none = { apiKey: null, authorizedSince: null, connectedSince: startsAtMs };
  expect(await ask("session.status")).toMatchObject({ id: 1, status: 200, result: none });
  wire.clock.nowMs += 500;
  const known = { ...none, apiKey: edKey.key, authorizedSince: startsAtMs + 500 };
  const times = { returnRateLimits: true, serverTime: startsAtMs + 500 };
  expect(await ask("session.logon", signed())).toEqual({
    id: 2,
    status: 200,
    result: { ...known, ...times },
    rateLimits: [
      {
        rateLimitType: "REQUEST_WEIGHT",
        interval: "MINUTE",
        intervalNum: 1,
        limit: 2_400,
        count: 2,
      },
    ],
  });
  expect((await ask("session.status")).result).toEqual({ ...known, ...times });
  expect((await ask("session.logout")).result).toMatchObject(none);
  expect(await ask("order.place", { ...placed, ...now })).toMatchObject({ status: 401 });
});

test.each([
  ["a wrong signature", { signature: "AAAA" }, 400, -1022],
  ["a signature in the form of a query", { signature: inQuery() }, 400, -1022],
  ["another API key", { apiKey: "f".repeat(64) }, 401, -2015],
  ["an API key of a wrong form", { apiKey: "?" }, 401, -2014],
  ["an old time", { timestamp: startsAtMs - 5_001 }, 400, -1021],
] as const)("a logon with %s is refused", async (_, parts, status, code) => {
  await connect();
  const reply = await ask("session.logon", { ...signed(), ...parts });
  expect(reply).toMatchObject({ status, error: { code } });
  expect((await ask("session.status")).result).toMatchObject({ apiKey: null });
});

test("a logon without a signature is refused, also in a session that has logged on", async () => {
  await connect();
  await ask("session.logon", signed());
  const reply = await ask("session.logon", { apiKey: edKey.key, ...now });
  expect(reply).toMatchObject({ status: 400, error: { code: -1102 } });
});

test.each([
  [
    "HMAC",
    hmacKey,
    (text: string) => createHmac("sha256", hmacKey.secret).update(text).digest("hex"),
  ],
  [
    "RSA",
    { key: "r".repeat(64), publicKey: rsa.publicKey },
    (text: string) => signBytes("RSA-SHA256", Buffer.from(text), rsa.privateKey).toString("base64"),
  ],
] as const)("an %s key cannot log on, and can sign each request", async (_, key, sign) => {
  await connect(key);
  const withSignature = (params: Params): Params => {
    const all = { ...params, apiKey: key.key, ...now };
    return { ...all, signature: sign(sortedText(all)) };
  };
  const logon = await ask("session.logon", withSignature({}));
  expect(logon).toMatchObject({ status: 401, error: { code: -4056 } });
  expect(await ask("order.place", withSignature(placed))).toMatchObject({ status: 200 });
});

test("an order is placed, shown and cancelled in a session; the rules are those of REST", async () => {
  await connect();
  expect(await ask("order.place", { ...placed, ...now })).toMatchObject({ error: { code: -2014 } });
  await ask("session.logon", signed());
  expect(await ask("order.place", { ...placed, ...now })).toMatchObject({
    status: 200,
    result: { clientOrderId: "mine_1", status: "NEW", price: "49000", origQty: "0.002" },
    rateLimits: [
      { rateLimitType: "REQUEST_WEIGHT", count: 2 },
      { rateLimitType: "ORDERS", interval: "MINUTE", intervalNum: 1, limit: 1_200, count: 2 },
      { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: 300, count: 2 },
    ],
  });
  const again = await ask("order.place", { ...placed, ...now });
  expect(again).toMatchObject({ status: 400, error: { code: -4116 } });
  const name = { symbol: "BTCUSDT", origClientOrderId: "mine_1", ...now };
  expect(await ask("order.status", name)).toMatchObject({ result: { status: "NEW" } });
  expect(await ask("order.cancel", name)).toMatchObject({ result: { status: "CANCELED" } });
  expect(await ask("order.cancel", name)).toMatchObject({ error: { code: -2011 } });
  expect(wire.venue.allOrders().map(({ status }) => status)).toEqual(["OPEN", "CANCELLED"]);
});

test("a request with its own signature needs no session", async () => {
  await connect();
  const name = { symbol: "BTCUSDT", origClientOrderId: ownId() };
  expect(await ask("order.status", signed(name))).toMatchObject({ status: 200 });
  const wrong = { ...signed(name), origClientOrderId: "another" };
  expect(await ask("order.status", wrong)).toMatchObject({ error: { code: -1022 } });
});

test("in a session a wrong signature, another key and an old time are refused", async () => {
  await connect();
  await ask("session.logon", signed());
  const name = { symbol: "BTCUSDT", origClientOrderId: ownId() };
  const codeOf = async (parts: Params) =>
    (await ask("order.status", { ...name, ...parts })).error?.code;
  expect(await codeOf({ ...now, signature: "AAAA" })).toBe(-1022);
  expect(await codeOf({ ...now, apiKey: "f".repeat(64) })).toBe(-2015);
  expect(await codeOf({ timestamp: startsAtMs - 5_001 })).toBe(-1021);
  expect(await codeOf({})).toBe(-1102);
});

test("ids above 2^53 keep their digits in both directions", async () => {
  await connect();
  await ask("session.logon", signed());
  const params = `{"symbol":"BTCUSDT","orderId":${bigId},"timestamp":${startsAtMs}}`;
  const text = `{"id":${bigId},"method":"order.status","params":${params}}`;
  const id = BigInt(bigId);
  expect(await client.ask(text)).toMatchObject({ id, status: 200, result: { orderId: id } });
});

test("a modification goes to the route of REST", async () => {
  await connect();
  await ask("session.logon", signed());
  const params = { ...newOrder, price: "49000", origClientOrderId: ownId(), ...now };
  const reply = await ask("order.modify", params);
  const text = sortedText({ ...params, symbol: "BTCUSDT" });
  const signature = encodeURIComponent(
    signBytes(null, Buffer.from(text), privateKey).toString("base64"),
  );
  const path = `/fapi/v1/order?${text}&signature=${signature}`;
  const rest = await wire.client.send("PUT", path, undefined, edKey.key);
  expect(reply).toMatchObject({ status: rest.status });
  expect(reply.error ?? reply.result).toEqual(rest.body);
});

test("a conditional order is placed and cancelled", async () => {
  await connect();
  await ask("session.logon", signed());
  const stop = { ...newOrder, type: "STOP_MARKET", triggerPrice: "51000", clientAlgoId: "stop_1" };
  const placing = { ...stop, algoType: "CONDITIONAL", ...now };
  expect(await ask("algoOrder.place", placing)).toMatchObject({
    status: 200,
    result: { clientAlgoId: "stop_1", algoStatus: "NEW" },
  });
  expect(await ask("order.place", { ...stop, ...now })).toMatchObject({ error: { code: -4120 } });
  const cancel = await ask("algoOrder.cancel", { clientAlgoId: "stop_1", ...now });
  expect(cancel).toMatchObject({ status: 200, result: { clientAlgoId: "stop_1" } });
  expect(wire.venue.allAlgoOrders().map(({ status }) => status)).toEqual(["NEW", "CANCELLED"]);
});

test("a user stream starts, goes on and stops with the API key alone", async () => {
  await connect();
  const key = { apiKey: edKey.key };
  const missing = await ask("userDataStream.ping", key);
  expect(missing).toMatchObject({ status: 400, error: { code: -1125 } });
  const { result } = await ask("userDataStream.start", key);
  expect(result).toEqual({ listenKey: expect.stringMatching(/^\w{64}$/) });
  expect((await ask("userDataStream.ping", key)).result).toEqual(result);
  expect(await ask("userDataStream.stop", key)).toMatchObject({ status: 200, result: {} });
  expect(await ask("userDataStream.ping", key)).toMatchObject({ error: { code: -1125 } });
  expect(await ask("userDataStream.start")).toMatchObject({ error: { code: -2014 } });
});

test.each([
  ["no JSON", "{", null, -1135],
  ["a list", "[]", null, -1135],
  ["no method", '{"id":"a"}', "a", -1135],
  ["params that are a list", '{"id":1,"method":"session.status","params":[]}', 1, -1135],
  ["a param that is an object", '{"id":1,"method":"session.status","params":{"a":{}}}', 1, -1135],
  ["an unknown method", '{"id":1,"method":"order.fill"}', 1, -1000],
  ["a method of an object", '{"id":1,"method":"toString"}', 1, -1000],
])("%s is refused", async (_, text, id, code) => {
  await connect();
  const reply = await client.ask(text);
  expect(reply).toMatchObject({ id, status: 400, error: { code }, rateLimits: [] });
});

test("a logon is of one connection only", async () => {
  await connect();
  await ask("session.logon", signed());
  const other = await another();
  expect((await ask("session.status", {}, other)).result).toMatchObject({ apiKey: null });
  const place = await ask("order.place", { ...placed, ...now }, other);
  expect(place).toMatchObject({ error: { code: -2014 } });
});

test("requests are counted and recorded as those of REST are, without keys", async () => {
  await connect();
  await ask("session.logon", signed());
  await ask("order.place", { ...placed, ...now });
  const records = wire.sandbox.requests.map(({ method, path, group, portCalls, status }) =>
    [method, path, group, portCalls, status].join(" "),
  );
  expect(records).toEqual([
    "GET /ws-fapi/v1 stream 0 101",
    "GET session.logon stream 0 200",
    "POST /fapi/v1/order mutating 0 200",
  ]);
  expect(JSON.stringify(wire.sandbox.requests)).not.toContain(edKey.key);
});

test("a path of HTTP does not reach a logon", async () => {
  await connect();
  const reply = await wire.client.send("GET", "/session.logon");
  expect(reply.status).toBe(404);
});
