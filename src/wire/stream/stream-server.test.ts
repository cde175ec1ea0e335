import { afterEach, expect, test } from "vitest";
import { startStream, type StreamPlace } from "../../test-fixtures/stream-place.ts";
import type { StreamEvent } from "./events.ts";
import type { StreamFault } from "../../domain/stream-fault.ts";

const minuteMs = 60_000;
let place: StreamPlace;

afterEach(async () => place.close());

const seen = (one: StreamEvent) => JSON.parse(JSON.stringify(one)) as unknown;
const numbersOf = (messages: readonly unknown[]) =>
  messages.map((message) => (message as { ac?: { l: number } }).ac?.l ?? message);

test.each([
  ["/private/ws?listenKey=key1", false],
  ["/private/ws/key1", false],
  ["/private/stream?listenKey=key1", true],
  ["/private/stream?streams=key1", true],
])("an event arrives on %s", async (path, isWrapped) => {
  place = await startStream();
  const client = await place.open(path);
  place.publish(1);
  const plain = seen(place.event(1));
  expect(await client.arrived()).toEqual([isWrapped ? { stream: "key1", data: plain } : plain]);
});

test("events arrive from a subscription on and until its end", async () => {
  place = await startStream();
  const client = await place.open("/private/stream?streams=");
  place.publish(1);
  const ask = (method: string, id: unknown) => client.ask({ method, params: ["key1"], id });
  expect(await ask("SUBSCRIBE", "first")).toEqual({ result: null, id: "first" });
  expect(await ask("LIST_SUBSCRIPTIONS", 2)).toEqual({ result: ["key1"], id: 2 });
  place.publish(2);
  expect(await client.arrived()).toEqual([{ stream: "key1", data: seen(place.event(2)) }]);
  expect(await ask("UNSUBSCRIBE", 3)).toEqual({ result: null, id: 3 });
  place.publish(3);
  expect(await client.arrived()).toEqual([]);
});

test.each([
  ["no JSON", "{", null],
  ["no method", '{"id":1}', 1],
  ["an unknown method", '{"id":9007199254740993123,"method":"GET"}', 9007199254740993123n],
])("%s is answered with an error", async (_, text, id) => {
  place = await startStream();
  const client = await place.open("/private/stream");
  expect(await client.ask(text)).toMatchObject({ error: { code: 2 }, id });
});

test("only the events that a client names arrive, and the end of the stream", async () => {
  place = await startStream();
  const path = "/private/ws?listenKey=key1&events=ORDER_TRADE_UPDATE/ACCOUNT_CONFIG_UPDATE";
  const client = await place.open(path);
  const other = await place.open("/private/ws?listenKey=key1&events=ACCOUNT_UPDATE");
  place.publish(1);
  place.listenKeys.expire();
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
  place = await startStream();
  const [client, other] = [await place.open(path), await place.open("/private/ws/key1")];
  place.publish(1);
  expect(await client.arrived()).toEqual([]);
  expect(await other.arrived()).toHaveLength(1);
});

test("with one form chosen, events arrive on no other", async () => {
  place = await startStream({ onlyForm: "ws-query" });
  const clients = await Promise.all(
    ["ws?listenKey=key1", "ws/key1", "stream?listenKey=key1", "stream?streams=key1"].map((path) =>
      place.open(`/private/${path}`),
    ),
  );
  place.publish(1);
  const arrived = await Promise.all(clients.map((client) => client.arrived()));
  expect(arrived.map(({ length }) => length)).toEqual([1, 0, 0, 0]);
});

test("an expiry is pushed and ends nothing else; the old key has no events afterwards", async () => {
  place = await startStream();
  const client = await place.open("/private/ws/key1");
  place.clock.nowMs += 60 * minuteMs;
  place.stream.tick();
  expect(await client.next()).toEqual({
    e: "listenKeyExpired",
    E: String(place.clock.nowMs),
    listenKey: "key1",
  });
  expect(place.listenKeys.create()).toBe("key2");
  const renewed = await place.open("/private/ws/key2");
  place.publish(1);
  expect(await client.arrived()).toEqual([]);
  expect(numbersOf(await renewed.arrived())).toEqual([1]);
});

test("an expiry is noticed when an event happens, which is not sent", async () => {
  place = await startStream();
  const client = await place.open("/private/ws/key1");
  place.clock.nowMs += 60 * minuteMs;
  place.publish(1);
  expect(await client.arrived()).toMatchObject([{ e: "listenKeyExpired" }]);
});

test("no event arrives after the key is closed", async () => {
  place = await startStream();
  const client = await place.open("/private/ws/key1");
  place.listenKeys.close();
  place.publish(1);
  expect(await client.arrived()).toEqual([]);
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
  place = await startStream(faults(kind));
  const client = await place.open("/private/ws/key1");
  place.publish(1, 2);
  expect(numbersOf(await client.arrived())).toEqual(kind === "duplicate" ? [1, 2, 2] : [1]);
  place.publish(3);
  const rest = kind === "duplicate" ? expected.slice(3) : expected.slice(1);
  expect(numbersOf(await client.arrived())).toEqual(rest);
});

test("a silent connection answers pings, and a new one has events", async () => {
  place = await startStream(faults("silence"));
  const client = await place.open("/private/ws/key1");
  place.publish(1, 2, 3);
  const other = await place.open("/private/ws/key1");
  place.publish(4);
  expect(numbersOf(await client.arrived())).toEqual([1]);
  expect(numbersOf(await other.arrived())).toEqual([4]);
  place.clock.nowMs += 3 * minuteMs;
  place.stream.tick();
  await client.arrived();
  expect(client.pings).toBe(1);
});

test("a connection that breaks ends with 1006, and the next one has the events from then on", async () => {
  place = await startStream(faults("close"));
  const client = await place.open("/private/ws/key1");
  place.publish(1, 2);
  expect(await client.closed).toBe(1006);
  const other = await place.open("/private/ws/key1");
  place.publish(3);
  expect(numbersOf(await other.arrived())).toEqual([3]);
});

test("after a break one handshake is refused where the fault has it", async () => {
  place = await startStream(faults("refuse-reconnect"));
  const client = await place.open("/private/ws/key1");
  place.publish(1, 2);
  expect(await client.closed).toBe(1006);
  await expect(place.open("/private/ws/key1")).rejects.toThrow("503");
  const other = await place.open("/private/ws/key1");
  place.publish(3);
  expect(numbersOf(await other.arrived())).toEqual([3]);
});

test("a key that expires early is pushed instead of the event", async () => {
  place = await startStream(faults("expire"));
  const client = await place.open("/private/ws/key1");
  place.publish(1, 2, 3);
  expect(await client.arrived()).toMatchObject([{ ac: { l: 1 } }, { e: "listenKeyExpired" }]);
  expect(place.listenKeys.keepAlive()).toBe(false);
});

test.each([
  ["/private/ws/key1", true],
  ["/private/ws?listenKey=key1&events=ACCOUNT_CONFIG_UPDATE", true],
  ["/private/ws?listenKey=key1&events=ORDER_TRADE_UPDATE", false],
  ["/private/ws/another-key", false],
])("an event is noted as sent when it is sent on %s: %s", async (path, isSent) => {
  const sent: StreamEvent[] = [];
  place = await startStream({
    faults: [
      { event: 2, kind: "duplicate" },
      { event: 3, kind: "drop" },
      { event: 4, kind: "delay" },
    ],
    onSent: (event) => sent.push(event),
  });
  await place.open(path);
  place.publish(1, 2, 3, 4);
  expect(numbersOf(sent)).toEqual(isSent ? [1, 2, 2] : []);
  place.publish(5);
  expect(numbersOf(sent)).toEqual(isSent ? [1, 2, 2, 4, 5] : []);
});

test("nothing is sent on a connection that is closing", async () => {
  const sent: StreamEvent[] = [];
  place = await startStream({ onSent: (event) => sent.push(event) });
  await place.open("/private/ws/key1");
  for (let hour = 1; hour <= 24; hour += 1) {
    place.clock.nowMs += 59 * minuteMs;
    place.listenKeys.keepAlive();
  }
  place.publish(1);
  place.clock.nowMs += 24 * minuteMs;
  place.stream.tick();
  place.publish(2);
  expect(numbersOf(sent)).toEqual([1]);
});

test("an event that waits is lost where the key expires, and where the streams end", async () => {
  place = await startStream({
    faults: [
      { event: 1, kind: "delay" },
      { event: 2, kind: "expire" },
    ],
  });
  const client = await place.open("/private/ws/key1");
  place.publish(1, 2);
  expect(await client.arrived()).toMatchObject([{ e: "listenKeyExpired" }]);
  place.listenKeys.create();
  await place.open("/private/ws/key2");
  place.stream.startFaults([
    { event: 1, kind: "delay" },
    { event: 2, kind: "drop" },
  ]);
  place.publish(3);
  place.stream.endStreams();
  place.listenKeys.create();
  const next = await place.open("/private/ws/key3");
  place.publish(4, 5);
  expect(numbersOf(await next.arrived())).toEqual([4, 5]);
});

test("a connection of market data is no user stream, and stays at the end of one", async () => {
  const counted: number[] = [];
  place = await startStream({
    onEvent: (event, number) => (event === null ? undefined : counted.push(number)),
  });
  const market = await place.open("/market/stream?streams=btcusdt@markPrice");
  place.publish(1);
  expect([place.stream.isOpen(), counted]).toEqual([false, []]);
  const own = await place.open("/private/ws/key1");
  place.publish(2);
  expect([place.stream.isOpen(), counted]).toEqual([true, [1]]);
  place.stream.endStreams();
  expect(await own.closed).toBe(1001);
  expect(await market.arrived()).toEqual([]);
  expect(place.stream.connections).toBe(1);
});

test("what takes place on a silent stream is silence, until another connection is open", async () => {
  const met: (string | null)[] = [];
  place = await startStream({
    faults: [
      { event: 1, kind: "silence" },
      { event: 2, kind: "duplicate" },
      { event: 4, kind: "close" },
    ],
    onEvent: (event, _, fault) => (event === null ? undefined : met.push(fault)),
  });
  await place.open("/private/ws/key1");
  place.publish(1, 2);
  const other = await place.open("/private/ws/key1");
  place.publish(3);
  expect(numbersOf(await other.arrived())).toEqual([3]);
  place.publish(4);
  expect(met).toEqual(["silence", "silence", null, "close"]);
});

test("a stream that is open when faults start has those of its opening", async () => {
  place = await startStream();
  const client = await place.open("/private/ws/key1");
  place.stream.startFaults([{ event: 0, kind: "close" }]);
  expect(await client.closed).toBe(1006);
});
