/** Handshakes, and the beginning and end of connections. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { StreamClient } from "../../test-fixtures/stream-client.ts";
import { accountConfigUpdate } from "./events.ts";
import { startStream, type StreamPlace } from "../../test-fixtures/stream-place.ts";

const minuteMs = 60_000;
let place: StreamPlace;

afterEach(async () => place.close());

test("a ping comes every three minutes, and a connection ends after 24 hours", async () => {
  place = await startStream();
  const client = await place.open("/private/ws/key1");
  const passTo = async (ms: number) => {
    place.passTo(ms);
    // The server has read the answer to its ping when this one is answered.
    await client.arrived();
  };
  await passTo(3 * minuteMs - 1);
  expect(client.pings).toBe(0);
  await passTo(3 * minuteMs);
  await passTo(3 * minuteMs + 1);
  expect(client.pings).toBe(1);
  const dayMs = 24 * 60 * minuteMs;
  for (let ms = 6 * minuteMs; ms < dayMs; ms += 6 * minuteMs) await passTo(ms);
  await passTo(dayMs - 1);
  expect(client.pings).toBe(1 + 240);
  place.passTo(dayMs);
  expect(await client.closed).toBe(1001);
});

test("a client that does not answer pings is cut off after ten minutes", async () => {
  place = await startStream();
  const client = await StreamClient.open(`${place.url}/private/ws/key1`, { autoPong: false });
  place.passTo(3 * minuteMs);
  place.passTo(6 * minuteMs);
  place.passTo(13 * minuteMs - 1);
  await client.arrived();
  expect(place.stream.connections).toBe(1);
  place.passTo(13 * minuteMs);
  expect(await client.closed).toBe(1006);
});

test.each([
  ["/private/other", {}, "404"],
  ["/ws-fapi/v1", {}, "404"],
  ["/private/ws/key1", { headers: { host: "evil.example" } }, "421"],
  ["/private/ws/key1", { headers: { host: "127.0.0.1.evil.example:80" } }, "421"],
])("the handshake of %s with %j is refused with %s", async (path, options, status) => {
  place = await startStream();
  await expect(StreamClient.open(`${place.url}${path}`, options)).rejects.toThrow(status);
  expect(place.stream.connections).toBe(0);
});

test.each(["localhost:1", "[::1]:1", "fstream.binance.com", "FSTREAM.binance.com:443"])(
  "the host %s is one of the exchange",
  async (host) => {
    place = await startStream();
    const client = await StreamClient.open(`${place.url}/private/ws/key1`, { headers: { host } });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  },
);

test("handshakes are recorded without listenKeys", async () => {
  place = await startStream();
  await place.open("/private/ws/key1");
  await place.open("/private/stream?listenKey=key1");
  await expect(place.open("/other")).rejects.toThrow("404");
  const host = place.url.slice("ws://".length);
  expect(place.handshakes).toEqual([
    { path: "/private/ws/KEY", form: "ws-path", host, status: 101 },
    { path: "/private/stream", form: "stream-query", host, status: 101 },
    { path: "/other", form: null, host, status: 404 },
  ]);
});

test("there are at most 100 connections, and one that ends makes room", async () => {
  place = await startStream();
  const clients = await Promise.all(
    Array.from({ length: 100 }, () => place.open("/private/ws/key1")),
  );
  await expect(place.open("/private/ws/key1")).rejects.toThrow("503");
  place.publish(1);
  const arrived = await Promise.all(clients.map((client) => client.arrived()));
  expect(arrived.every(({ length }) => length === 1)).toBe(true);
  await clients[0]?.close();
  await place.open("/private/ws/key1");
  expect(place.stream.connections).toBe(100);
});

test("a message that is too long ends its connection and no other", async () => {
  place = await startStream();
  const [client, other] = [
    await place.open("/private/ws/key1"),
    await place.open("/private/ws/key1"),
  ];
  client.socket.send("x".repeat(64 * 1024 + 1));
  expect(await client.closed).toBe(1009);
  place.publish(1);
  expect(await other.arrived()).toHaveLength(1);
});

test("a client that does not read is cut off", async () => {
  place = await startStream();
  const client = await place.open("/private/ws/key1");
  client.socket.pause();
  // The system keeps some of them for the client.
  const large = accountConfigUpdate({ symbol: "X".repeat(1024 * 1024), leverage: 1 }, 0);
  for (let sent = 0; sent < 32; sent += 1) place.stream.publish(large);
  client.socket.resume();
  expect(await client.closed).toBe(1006);
});

test("a path that is no URL is refused", async () => {
  place = await startStream();
  const socket = connect(place.server.port, "127.0.0.1");
  const key = "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
  socket.write(
    `GET // HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n${key}\r\n\r\n`,
  );
  const [reply] = (await once(socket, "data")) as [Buffer];
  expect(reply.toString()).toMatch(/^HTTP\/1\.1 404 Not Found/);
});

test("a client that breaks off within its handshake or later does no harm", async () => {
  place = await startStream();
  const socket = connect(place.server.port, "127.0.0.1");
  await once(socket, "connect");
  const upgrade = "connection: upgrade\r\nupgrade: websocket";
  socket.write(`GET /private/ws/key1 HTTP/1.1\r\nhost: localhost\r\n${upgrade}\r\n\r\n`);
  const [reply] = (await once(socket, "data")) as [Buffer];
  expect(reply.toString()).toMatch(/^HTTP\/1\.1 400/);
  const client = await place.open("/private/ws/key1");
  client.socket.terminate();
  await client.closed;
  const other = await place.open("/private/ws/key1");
  place.publish(1);
  expect(await other.arrived()).toHaveLength(1);
});

test("after close no connection is left, and none is accepted", async () => {
  place = await startStream();
  const clients = [await place.open("/private/ws/key1"), await place.open("/market/ws")];
  await place.stream.close();
  expect(place.stream.connections).toBe(0);
  expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([1006, 1006]);
  await expect(place.open("/private/ws/key1")).rejects.toThrow("503");
  await place.server.close();
  await expect(place.open("/private/ws/key1")).rejects.toThrow("ECONNREFUSED");
});
