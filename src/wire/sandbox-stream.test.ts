/** Each change that a client or the market makes in the sandbox is an event of the user stream. */
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { observedOrder, ownId, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { StreamClient } from "../test-fixtures/stream-client.ts";
import { streamEventSchema } from "../test-fixtures/stream-event-schemas.ts";
import { hmacKey, sign, startWire } from "../test-fixtures/wire-client.ts";

type Wire = Awaited<ReturnType<typeof startWire>>;
let wire: Wire;
let client: StreamClient;

const bigId = "9007199254740993123";
const account = {
  prices: { BTCUSDT: "50000.00", ETHUSDT: "2500.00" },
  orders: [observedOrder({ orderId: bigId })],
  positions: [{ symbol: "BTCUSDT", quantity: "0.003" }],
  conditionalOrders: [observedStop({ quantity: null, orderId: bigId })],
};

const listenKeySchema = z.object({ listenKey: z.string() });

async function listenKey(): Promise<string> {
  const { body } = await wire.client.send("POST", "/fapi/v1/listenKey");
  return listenKeySchema.parse(body).listenKey;
}

async function connect(options: Parameters<typeof startWire>[1] = {}): Promise<void> {
  wire = await startWire(scenarioWith({ exchange: account }), options);
  client = await another();
}

async function another(): Promise<StreamClient> {
  const at = `ws://127.0.0.1:${wire.sandbox.server.port}`;
  return StreamClient.open(`${at}/private/ws?listenKey=${await listenKey()}`);
}

afterEach(async () => wire.sandbox.close());

/** The events that a request caused, each in one line. */
async function eventsOf(request: Promise<{ readonly status: number }>): Promise<string[]> {
  expect((await request).status).toBe(200);
  return (await client.arrived()).map((message) => lineOf(message));
}

function lineOf(message: unknown): string {
  const event = streamEventSchema.parse(message);
  switch (event.e) {
    case "ORDER_TRADE_UPDATE": {
      const { c, x, X, l, z: whole, L, i } = event.o;
      return ["order", c, i, x, X, l, whole, L].join(" ");
    }
    case "TRADE_LITE":
      return ["lite", event.c, event.i, event.l, event.L].join(" ");
    case "ACCOUNT_UPDATE":
      return ["account", ...event.a.P.map(({ s, ps, pa }) => `${s} ${ps} ${pa}`)].join(" ");
    case "ALGO_UPDATE":
      return ["algo", event.o.caid, event.o.X, event.o.act].join(" ");
    case "ACCOUNT_CONFIG_UPDATE":
      return `config ${JSON.stringify("ac" in event ? event.ac : event.ai)}`;
    default:
      return event.e;
  }
}

const limit = {
  symbol: "BTCUSDT",
  side: "BUY",
  type: "LIMIT",
  quantity: "0.004",
  price: "49000",
  timeInForce: "GTC",
  newClientOrderId: "mine_1",
} as const;
const harness = (path: string) => wire.client.send("POST", `/__harness/${path}`);
/** Ids that the exchange makes. */
const anyId = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/ \d{10,}\b/, " ID").replace(/ triggered_\S+/, " triggered"));

test("a limit order is placed, fills in two parts, and moves the position", async () => {
  await connect();
  const placed = await eventsOf(wire.client.ask("POST", "/fapi/v1/order", limit));
  expect(anyId(placed)).toEqual(["order mine_1 ID NEW NEW 0 0 0"]);
  const fill = "fill?symbol=BTCUSDT&clientOrderId=mine_1";
  expect(anyId(await eventsOf(harness(`${fill}&quantity=0.001`)))).toEqual([
    "lite mine_1 ID 0.001 49000",
    "order mine_1 ID TRADE PARTIALLY_FILLED 0.001 0.001 49000",
    "account BTCUSDT BOTH 0.004",
  ]);
  expect(anyId(await eventsOf(harness(fill)))).toEqual([
    "lite mine_1 ID 0.003 49000",
    "order mine_1 ID TRADE FILLED 0.003 0.004 49000",
    "account BTCUSDT BOTH 0.007",
  ]);
});

test("a cancel has one event, with all digits of the id", async () => {
  await connect();
  const name = { symbol: "BTCUSDT", origClientOrderId: ownId() };
  const cancelled = await eventsOf(wire.client.ask("DELETE", "/fapi/v1/order", name));
  expect(cancelled).toEqual([`order ${ownId()} ${bigId} CANCELED CANCELED 0 0 0`]);
});

test("a market order is placed, filled and moves the position", async () => {
  await connect();
  const { symbol, newClientOrderId } = limit;
  const order = { symbol, newClientOrderId, side: "SELL", type: "MARKET", quantity: "0.003" };
  const events = await eventsOf(wire.client.ask("POST", "/fapi/v1/order", order));
  expect(anyId(events)).toEqual([
    "order mine_1 ID NEW NEW 0 0 0",
    "lite mine_1 ID 0.003 50000.00",
    "order mine_1 ID TRADE FILLED 0.003 0.003 50000.00",
    "account BTCUSDT BOTH 0",
  ]);
});

test("a conditional order is placed, cancelled, and is no normal order", async () => {
  await connect();
  const { symbol, quantity } = limit;
  const type = { algoType: "CONDITIONAL", type: "STOP_MARKET", side: "SELL" };
  const stop = { ...type, symbol, quantity, triggerPrice: "45000", clientAlgoId: "stop_1" };
  const placed = await eventsOf(wire.client.ask("POST", "/fapi/v1/algoOrder", stop));
  expect(placed).toEqual(["algo stop_1 NEW 0"]);
  const name = { clientAlgoId: "stop_1" };
  const cancelled = await eventsOf(wire.client.ask("DELETE", "/fapi/v1/algoOrder", name));
  expect(cancelled).toEqual(["algo stop_1 CANCELED 0"]);
});

test("a conditional order is triggered, and the order in its place closes the position", async () => {
  await connect();
  const trigger = `trigger?clientAlgoId=${ownId()}`;
  expect(await eventsOf(harness(`${trigger}&into=TRIGGERING`))).toEqual([
    `algo ${ownId()} TRIGGERING 0`,
  ]);
  expect(anyId(await eventsOf(harness(trigger)))).toEqual([
    `algo ${ownId()} TRIGGERED MARKET`,
    "order triggered ID NEW NEW 0 0 0",
    "lite triggered ID 0.003 50000.00",
    "order triggered ID TRADE FILLED 0.003 0.003 50000.00",
    "account BTCUSDT BOTH 0",
  ]);
});

test("settings have their event; a refused request and a read have none", async () => {
  await connect();
  const leverage = { symbol: "BTCUSDT", leverage: 5 };
  expect(await eventsOf(wire.client.ask("POST", "/fapi/v1/leverage", leverage))).toEqual([
    'config {"s":"BTCUSDT","l":5}',
  ]);
  const margin = { multiAssetsMargin: "true" };
  expect(await eventsOf(wire.client.ask("POST", "/fapi/v1/multiAssetsMargin", margin))).toEqual([
    'config {"j":true}',
  ]);
  const wrong = `/fapi/v1/leverage?symbol=BTCUSDT&leverage=5&timestamp=1&signature=00`;
  expect((await wire.client.send("POST", wrong)).status).toBe(400);
  expect(await eventsOf(wire.client.ask("GET", "/fapi/v1/openOrders"))).toEqual([]);
});

test("an order of the WebSocket API has its events too", async () => {
  await connect();
  const url = `ws://127.0.0.1:${wire.sandbox.server.port}/ws-fapi/v1`;
  const api = await StreamClient.open(url);
  const params = { ...limit, apiKey: hmacKey.key, timestamp: startsAtMs };
  // The signature is over the parameters in the order of their names.
  const pairs = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const signed = { ...params, signature: sign(pairs.toSorted().join("&")) };
  const reply = await api.ask({ id: 1, method: "order.place", params: signed });
  expect(reply).toMatchObject({ id: 1, status: 200 });
  expect(anyId((await client.arrived()).map(lineOf))).toEqual(["order mine_1 ID NEW NEW 0 0 0"]);
});

test("a listenKey is extended by POST and PUT, expires, and is gone then", async () => {
  await connect();
  const key = await listenKey();
  const minuteMs = 60_000;
  wire.clock.nowMs += 59 * minuteMs;
  expect(await listenKey()).toBe(key);
  wire.clock.nowMs += 59 * minuteMs;
  const kept = await wire.client.send("PUT", "/fapi/v1/listenKey");
  expect(kept.body).toEqual({ listenKey: key });
  wire.clock.nowMs += 60 * minuteMs;
  const gone = await wire.client.send("PUT", "/fapi/v1/listenKey");
  expect(gone).toMatchObject({ status: 400, body: { code: -1125 } });
  expect(await client.arrived()).toMatchObject([{ e: "listenKeyExpired", listenKey: key }]);
  expect(await listenKey()).not.toBe(key);
});

test("a DELETE of the listenKey ends the events and not the connection", async () => {
  await connect();
  expect((await wire.client.send("DELETE", "/fapi/v1/listenKey")).status).toBe(200);
  expect(await eventsOf(wire.client.ask("POST", "/fapi/v1/order", limit))).toEqual([]);
});

test("a fault of the stream applies to the events of the sandbox", async () => {
  await connect({ stream: { faults: [{ event: 1, kind: "drop" }] } });
  expect(await eventsOf(wire.client.ask("POST", "/fapi/v1/order", limit))).toEqual([]);
  const name = { symbol: "BTCUSDT", origClientOrderId: "mine_1" };
  const cancelled = await eventsOf(wire.client.ask("DELETE", "/fapi/v1/order", name));
  expect(anyId(cancelled)).toEqual(["order mine_1 ID CANCELED CANCELED 0 0 0"]);
});

test.each([
  ["fill?symbol=BTCUSDT&clientOrderId=none", 400, 'BTCUSDT has no live order "none"'],
  [`fill?symbol=ETHUSDT&clientOrderId=${ownId()}`, 400, "ETHUSDT has no live order"],
  [`fill?symbol=BTCUSDT&clientOrderId=${ownId()}&quantity=-1`, 400, "quantity: expected"],
  ["trigger?clientAlgoId=none", 400, 'no conditional order "none" waits'],
  [`trigger?clientAlgoId=${ownId()}&into=FILLED`, 400, "into: expected TRIGGERING"],
  ["other", 404, "/__harness/fill"],
])("POST /__harness/%s is refused with %i", async (path, status, msg) => {
  await connect();
  const reply = await harness(path);
  expect(reply).toMatchObject({ status, body: { code: -1, msg: expect.stringContaining(msg) } });
  expect(await client.arrived()).toEqual([]);
});

test("the stream refuses what REST refuses: another host", async () => {
  await connect();
  const url = `ws://127.0.0.1:${wire.sandbox.server.port}/private/ws/${await listenKey()}`;
  const headers = { host: "evil.example" };
  await expect(StreamClient.open(url, { headers })).rejects.toThrow("421");
  const { requests } = wire.sandbox;
  expect(requests.at(-1)).toMatchObject({
    group: "other-host",
    path: "/private/ws/KEY",
    status: 421,
  });
  await expect(StreamClient.open(url.replace(/private.*/, "spot"))).rejects.toThrow("404");
  expect(requests.at(-1)).toMatchObject({ group: "unknown", path: "/spot", status: 404 });
});

test("after close no client has a connection", async () => {
  await connect();
  await wire.sandbox.close();
  expect(wire.sandbox.stream.connections).toBe(0);
  expect(await client.closed).toBe(1006);
  await expect(wire.client.send("GET", "/fapi/v1/ping")).rejects.toThrow("fetch failed");
});

const countdown = (symbol: string, countdownTime: number) =>
  wire.client.ask("POST", "/fapi/v1/countdownCancelAll", { symbol, countdownTime });
const openOrders = async () => (await wire.client.ask("GET", "/fapi/v1/openOrders")).body;

test("a countdown cancels the orders of its symbol when it is over, and nothing else", async () => {
  await connect();
  await countdown("BTCUSDT", 60_000);
  wire.clock.nowMs += 59_999;
  expect(await openOrders()).toHaveLength(1);
  wire.clock.nowMs += 1;
  expect(await openOrders()).toEqual([]);
  expect((await client.arrived()).map(lineOf)).toEqual([
    `order ${ownId()} ${bigId} CANCELED CANCELED 0 0 0`,
  ]);
  expect(wire.venue.allAlgoOrders()).toMatchObject([{ status: "NEW" }]);
  expect(wire.venue.positions().items).toMatchObject([{ quantity: "0.003" }]);
  expect(wire.venue.portCalls).toBe(0);
});

test.each<[string, string, number]>([
  ["that starts again is longer", "BTCUSDT", 60_000],
  ["of 0 ms ends it", "BTCUSDT", 0],
])("a countdown %s", async (_, symbol, ms) => {
  await connect();
  await countdown("BTCUSDT", 60_000);
  await countdown("ETHUSDT", 1);
  wire.clock.nowMs += 30_000;
  await countdown(symbol, ms);
  wire.clock.nowMs += 30_000;
  expect(await openOrders()).toHaveLength(1);
});
