import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startsAtMs } from "../../test-fixtures/scenarios.ts";
import { StreamClient } from "../../test-fixtures/stream-client.ts";
import { ok } from "../reply.ts";
import { WireServer } from "../wire-server.ts";
import { accountConfigUpdate, type StreamEvent } from "./events.ts";
import { OneListenKey } from "./listen-keys.ts";
import type { StreamFault } from "./stream-faults.ts";
import { StreamServer, type Handshake, type StreamOptions } from "./stream-server.ts";

const minuteMs = 60_000;
let nowMs = startsAtMs;
let server: WireServer;
let stream: StreamServer;
let listenKeys: OneListenKey;
let handshakes: Handshake[];
let url = "";

async function start(options: Partial<StreamOptions> = {}): Promise<void> {
  let made = 0;
  const clock = () => nowMs;
  listenKeys = new OneListenKey({ nowMs: clock, newKey: () => `key${(made += 1)}` });
  listenKeys.create();
  const onHandshake = (handshake: Handshake) => handshakes.push(handshake);
  stream = new StreamServer({ listenKeys, nowMs: clock, onHandshake, ...options });
  const answer = async () => ({ reply: ok({}) });
  server = await WireServer.start({ answer, onUpgrade: stream.onUpgrade });
  url = `ws://127.0.0.1:${server.port}`;
}

beforeEach(() => {
  nowMs = startsAtMs;
  handshakes = [];
});

afterEach(async () => {
  await stream.close();
  await server.close();
});

const open = (path: string) => StreamClient.open(`${url}${path}`);
/** Numbered, so that a test sees which one arrived. */
const event = (leverage: number) => accountConfigUpdate({ symbol: "BTCUSDT", leverage }, nowMs);
const seen = (one: StreamEvent) => JSON.parse(JSON.stringify(one)) as unknown;
const publish = (...numbers: readonly number[]) => {
  for (const number of numbers) stream.publish(event(number));
};
const numbersOf = (messages: readonly unknown[]) =>
  messages.map((message) => (message as { ac?: { l: number } }).ac?.l ?? message);

test.each([
  ["/private/ws?listenKey=key1", false],
  ["/private/ws/key1", false],
  ["/private/stream?listenKey=key1", true],
  ["/private/stream?streams=key1", true],
])("an event arrives on %s", async (path, isWrapped) => {
  await start();
  const client = await open(path);
  publish(1);
  const plain = seen(event(1));
  expect(await client.arrived()).toEqual([isWrapped ? { stream: "key1", data: plain } : plain]);
});

test("events arrive from a subscription on and until its end", async () => {
  await start();
  const client = await open("/private/stream?streams=");
  publish(1);
  const ask = (method: string, id: unknown) => client.ask({ method, params: ["key1"], id });
  expect(await ask("SUBSCRIBE", "first")).toEqual({ result: null, id: "first" });
  expect(await ask("LIST_SUBSCRIPTIONS", 2)).toEqual({ result: ["key1"], id: 2 });
  publish(2);
  expect(await client.arrived()).toEqual([{ stream: "key1", data: seen(event(2)) }]);
  expect(await ask("UNSUBSCRIBE", 3)).toEqual({ result: null, id: 3 });
  publish(3);
  expect(await client.arrived()).toEqual([]);
});

test.each([
  ["no JSON", "{", null],
  ["no method", '{"id":1}', 1],
  ["an unknown method", '{"id":9007199254740993123,"method":"GET"}', 9007199254740993123n],
])("%s is answered with an error", async (_, text, id) => {
  await start();
  const client = await open("/private/stream");
  expect(await client.ask(text)).toMatchObject({ error: { code: 2 }, id });
});

test("only the events that a client names arrive, and the end of the stream", async () => {
  await start();
  const path = "/private/ws?listenKey=key1&events=ORDER_TRADE_UPDATE/ACCOUNT_CONFIG_UPDATE";
  const client = await open(path);
  const other = await open("/private/ws?listenKey=key1&events=ACCOUNT_UPDATE");
  publish(1);
  listenKeys.expire();
  expect(await client.arrived()).toMatchObject([{ ac: { l: 1 } }, { e: "listenKeyExpired" }]);
  expect(await other.arrived()).toMatchObject([{ e: "listenKeyExpired" }]);
});

test.each([
  "/ws/key1",
  "/stream?streams=key1",
  "/public/ws/btcusdt@trade",
  "/market/stream?streams=btcusdt@markPrice",
  "/private/ws/another-key",
])("no event arrives on %s", async (path) => {
  await start();
  const [client, other] = [await open(path), await open("/private/ws/key1")];
  publish(1);
  expect(await client.arrived()).toEqual([]);
  expect(await other.arrived()).toHaveLength(1);
});

test("with one form chosen, events arrive on no other", async () => {
  await start({ onlyForm: "ws-query" });
  const clients = await Promise.all(
    ["ws?listenKey=key1", "ws/key1", "stream?listenKey=key1", "stream?streams=key1"].map((path) =>
      open(`/private/${path}`),
    ),
  );
  publish(1);
  const arrived = await Promise.all(clients.map((client) => client.arrived()));
  expect(arrived.map(({ length }) => length)).toEqual([1, 0, 0, 0]);
});

test("an expiry is pushed and ends nothing else; the old key has no events afterwards", async () => {
  await start();
  const client = await open("/private/ws/key1");
  nowMs += 60 * minuteMs;
  stream.tick();
  expect(await client.next()).toEqual({
    e: "listenKeyExpired",
    E: String(nowMs),
    listenKey: "key1",
  });
  expect(listenKeys.create()).toBe("key2");
  const renewed = await open("/private/ws/key2");
  publish(1);
  expect(await client.arrived()).toEqual([]);
  expect(numbersOf(await renewed.arrived())).toEqual([1]);
});

test("an expiry is noticed when an event happens, which is not sent", async () => {
  await start();
  const client = await open("/private/ws/key1");
  nowMs += 60 * minuteMs;
  publish(1);
  expect(await client.arrived()).toMatchObject([{ e: "listenKeyExpired" }]);
});

test("no event arrives after the key is closed", async () => {
  await start();
  const client = await open("/private/ws/key1");
  listenKeys.close();
  publish(1);
  expect(await client.arrived()).toEqual([]);
});

test("a ping comes every three minutes, and a connection ends after 24 hours", async () => {
  await start();
  const client = await open("/private/ws/key1");
  const passTo = async (ms: number) => {
    nowMs = startsAtMs + ms;
    stream.tick();
    // Its pong has arrived when this one has.
    await client.arrived();
  };
  await passTo(3 * minuteMs - 1);
  expect(client.pings).toBe(0);
  await passTo(3 * minuteMs);
  await passTo(3 * minuteMs + 1);
  expect(client.pings).toBe(1);
  for (let hour = 1; hour < 24 * 12; hour += 1) await passTo(hour * 5 * minuteMs);
  expect(stream.connections).toBe(1);
  nowMs = startsAtMs + 24 * 60 * minuteMs;
  stream.tick();
  expect(await client.closed).toBe(1001);
});

test("a client that does not answer pings is cut off after ten minutes", async () => {
  await start();
  const client = await StreamClient.open(`${url}/private/ws/key1`, { autoPong: false });
  const passTo = (ms: number) => {
    nowMs = startsAtMs + ms;
    stream.tick();
  };
  passTo(3 * minuteMs);
  passTo(6 * minuteMs);
  passTo(13 * minuteMs - 1);
  await client.arrived();
  expect(stream.connections).toBe(1);
  passTo(13 * minuteMs);
  expect(await client.closed).toBe(1006);
});

const faults = (...kinds: readonly StreamFault["kind"][]) => ({
  faults: kinds.map((kind, index) => ({ event: index + 2, kind })),
});

test.each([
  ["drop", [1, 3]],
  ["duplicate", [1, 2, 2, 3]],
  ["reorder", [1, 3, 2]],
  ["delay", [1, 2, 3]],
] as const)("with the fault %s of the second event these arrive", async (kind, expected) => {
  await start(faults(kind));
  const client = await open("/private/ws/key1");
  publish(1, 2);
  expect(numbersOf(await client.arrived())).toEqual(kind === "duplicate" ? [1, 2, 2] : [1]);
  publish(3);
  const rest = kind === "duplicate" ? expected.slice(3) : expected.slice(1);
  expect(numbersOf(await client.arrived())).toEqual(rest);
});

test("a silent connection answers pings, and a new one has events", async () => {
  await start(faults("silence"));
  const client = await open("/private/ws/key1");
  publish(1, 2, 3);
  const other = await open("/private/ws/key1");
  publish(4);
  expect(numbersOf(await client.arrived())).toEqual([1]);
  expect(numbersOf(await other.arrived())).toEqual([4]);
  nowMs += 3 * minuteMs;
  stream.tick();
  await client.arrived();
  expect(client.pings).toBe(1);
});

test("a connection that breaks ends with 1006, and the next one has the events from then on", async () => {
  await start(faults("close"));
  const client = await open("/private/ws/key1");
  publish(1, 2);
  expect(await client.closed).toBe(1006);
  const other = await open("/private/ws/key1");
  publish(3);
  expect(numbersOf(await other.arrived())).toEqual([3]);
});

test("after a break one handshake is refused where the fault says so", async () => {
  await start(faults("refuse-reconnect"));
  const client = await open("/private/ws/key1");
  publish(1, 2);
  expect(await client.closed).toBe(1006);
  await expect(open("/private/ws/key1")).rejects.toThrow("503");
  const other = await open("/private/ws/key1");
  publish(3);
  expect(numbersOf(await other.arrived())).toEqual([3]);
});

test("a key that expires early is pushed instead of the event", async () => {
  await start(faults("expire"));
  const client = await open("/private/ws/key1");
  publish(1, 2, 3);
  expect(await client.arrived()).toMatchObject([{ ac: { l: 1 } }, { e: "listenKeyExpired" }]);
  expect(listenKeys.keepAlive()).toBe(false);
});

test.each([
  ["/private/other", {}, "404"],
  ["/ws-fapi/v1", {}, "404"],
  ["/private/ws/key1", { headers: { host: "evil.example" } }, "421"],
  ["/private/ws/key1", { headers: { host: "127.0.0.1.evil.example:80" } }, "421"],
])("the handshake of %s with %j is refused with %s", async (path, options, status) => {
  await start();
  await expect(StreamClient.open(`${url}${path}`, options)).rejects.toThrow(status);
  expect(stream.connections).toBe(0);
});

test.each(["localhost:1", "[::1]:1", "fstream.binance.com", "FSTREAM.binance.com:443"])(
  "the host %s is one of the exchange",
  async (host) => {
    await start();
    const client = await StreamClient.open(`${url}/private/ws/key1`, { headers: { host } });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  },
);

test("handshakes are recorded without listenKeys", async () => {
  await start();
  await open("/private/ws/key1");
  await open("/private/stream?listenKey=key1");
  await expect(open("/other")).rejects.toThrow("404");
  const host = url.slice("ws://".length);
  expect(handshakes).toEqual([
    { path: "/private/ws/KEY", host, status: 101 },
    { path: "/private/stream", host, status: 101 },
    { path: "/other", host, status: 404 },
  ]);
});

test("there are at most 100 connections, and one that ends makes room", async () => {
  await start();
  const clients = await Promise.all(Array.from({ length: 100 }, () => open("/private/ws/key1")));
  await expect(open("/private/ws/key1")).rejects.toThrow("503");
  publish(1);
  const arrived = await Promise.all(clients.map((client) => client.arrived()));
  expect(arrived.every(({ length }) => length === 1)).toBe(true);
  await clients[0]?.close();
  await open("/private/ws/key1");
  expect(stream.connections).toBe(100);
});

test("a message that is too long ends its connection and no other", async () => {
  await start();
  const [client, other] = [await open("/private/ws/key1"), await open("/private/ws/key1")];
  client.socket.send("x".repeat(64 * 1024 + 1));
  expect(await client.closed).toBe(1009);
  publish(1);
  expect(await other.arrived()).toHaveLength(1);
});

test("a client that breaks off within its handshake or later does no harm", async () => {
  await start();
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  const upgrade = "connection: upgrade\r\nupgrade: websocket";
  socket.write(`GET /private/ws/key1 HTTP/1.1\r\nhost: localhost\r\n${upgrade}\r\n\r\n`);
  const [reply] = (await once(socket, "data")) as [Buffer];
  expect(reply.toString()).toMatch(/^HTTP\/1\.1 400/);
  const client = await open("/private/ws/key1");
  client.socket.terminate();
  await client.closed;
  const other = await open("/private/ws/key1");
  publish(1);
  expect(await other.arrived()).toHaveLength(1);
});

test("after close no connection is left, and none is accepted", async () => {
  await start();
  const clients = [await open("/private/ws/key1"), await open("/market/ws")];
  await stream.close();
  expect(stream.connections).toBe(0);
  expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([1006, 1006]);
  await expect(open("/private/ws/key1")).rejects.toThrow("503");
  await server.close();
  await expect(open("/private/ws/key1")).rejects.toThrow("ECONNREFUSED");
});
