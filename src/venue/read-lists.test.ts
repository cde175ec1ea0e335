/** Reads of an account at the exchange on the wire, over real sockets. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { configSchema } from "../domain/config.ts";
import { observedConditionalOrderSchema } from "../domain/conditional-order.ts";
import { observedOrderSchema } from "../domain/order.ts";
import { observedPositionSchema } from "../domain/position.ts";
import type { WireFaultKind } from "../domain/wire-request.ts";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { observedOrder } from "../test-fixtures/scenarios.ts";
import {
  WireAccount,
  wireClient,
  wireEnvironment,
  wireKeys,
} from "../test-fixtures/wire-account.ts";
import { breakReply } from "../wire/broken-reply.ts";
import { errorBody, type VenueReply } from "../wire/reply.ts";
import type { Answer } from "../wire/wire-server.ts";
import { ApiKeys, venueKeyNames } from "./api-keys.ts";
import { ReadHost } from "./hosts.ts";
import { AccountReader, snapshotOf } from "./read-lists.ts";

const scope = {
  expected: { orders: [], positions: [] },
  config: configSchema.parse({ symbolWhitelist: ["BTCUSDT"] }),
};
const order = observedOrderSchema.parse(observedOrder({ orderId: "9223372036854775001" }));
const stop = observedConditionalOrderSchema.parse(observedStop({ orderId: "9223372036854775002" }));
const position = observedPositionSchema.parse({
  symbol: "BTCUSDT",
  quantity: "-0.003",
  markPrice: "50000.10000000",
});

let account: WireAccount;
beforeAll(async () => {
  account = await WireAccount.start();
});
afterAll(() => account.close());
beforeEach(() => {
  account.reset();
  account.lists = { orders: [order], positions: [position], conditionalOrders: [stop] };
});

const lists = [
  ["conditionalOrders", "/fapi/v1/openAlgoOrders"],
  ["orders", "/fapi/v1/openOrders"],
  ["positions", "/fapi/v2/positionRisk"],
] as const;
const inOrder = lists.map(([, path]) => `GET ${path} `);

const readLists = (client = wireClient) => new AccountReader(account.host, client).readLists(scope);

test("the lists are read once each, in the direction in which an order moves, with all digits of ids", async () => {
  const { takenAtMs } = (await readLists()).orders;
  const snapshot = snapshotOf(await readLists());
  expect(snapshot.orders).toMatchObject({ status: "ok", items: [order] });
  expect(snapshot.conditionalOrders).toMatchObject({ status: "ok", items: [stop] });
  expect(snapshot.positions).toMatchObject({ status: "ok", items: [position] });
  expect(snapshot.orders.takenAtMs).toBeGreaterThanOrEqual(takenAtMs);
  expect(account.requests).toEqual([...inOrder, ...inOrder]);
});

test("an account without orders and positions has empty lists", async () => {
  account.lists = { orders: [], positions: [], conditionalOrders: [] };
  const { orders, positions, conditionalOrders } = await readLists();
  expect(orders).toMatchObject({ status: "ok", text: "[]", rows: [] });
  expect(conditionalOrders).toMatchObject({ status: "ok", text: "[]", rows: [] });
  expect(positions).toMatchObject({ status: "ok", rows: [{ symbol: "BTCUSDT", quantity: "0" }] });
});

test("a time before the request is the time of a list", async () => {
  let nowMs = Date.now();
  account.spoil = (reply) => {
    nowMs += 100;
    return { reply };
  };
  const startsAtMs = nowMs;
  const read = await readLists({ ...wireClient, nowMs: () => nowMs });
  const times = lists.map(([name]) => read[name].takenAtMs - startsAtMs);
  expect(times).toEqual([0, 100, 200]);
});

test.each([true, false])(
  "a row that is shown twice is kept, where it is asked for: %s",
  async (keepsCopies) => {
    account.lists = { ...account.lists, orders: [order, order], conditionalOrders: [stop, stop] };
    const read = await new AccountReader(account.host, wireClient).readLists({
      ...scope,
      keepsCopies,
    });
    const status = keepsCopies ? "ok" : "failed";
    expect(read).toMatchObject({ orders: { status }, conditionalOrders: { status } });
  },
);

const html = "<!DOCTYPE html><html></html>";
const whole = (parts: Partial<VenueReply>) => (reply: VenueReply) => ({
  reply: { ...reply, ...parts },
});
const form = (kind: WireFaultKind) => (reply: VenueReply) => breakReply(reply, kind, Date.now());
const withType = (type: string, body: unknown) =>
  whole({ headers: { "content-type": type }, body });
const ofOtherList = (reply: VenueReply): Answer => ({
  reply: { ...reply, body: [{ orderListId: -1, symbol: "BTCUSDT" }] },
});

/** Each name with the reply, the fault, and the text of the error. */
const broken: readonly (readonly [
  string,
  (reply: VenueReply) => Answer,
  "request" | "exchange",
  string,
])[] = [
  ["{}", form("empty-object"), "exchange", "expected array"],
  ["null", form("null"), "exchange", "expected array, got null"],
  [
    "a page in HTML",
    form("html"),
    "exchange",
    "the reply is 'text/html', and not application/json",
  ],
  ["a page that claims to be JSON", whole({ body: html }), "exchange", "this is an HTML page"],
  ["cut JSON", form("cut-json"), "exchange", "not valid JSON"],
  ["half a body", form("half-body"), "exchange", "the connection failed"],
  ["a reset", form("reset"), "exchange", "ECONNRESET"],
  ["no text", whole({ body: "" }), "exchange", "the reply is empty"],
  ["[] as text/plain", withType("text/plain", []), "exchange", "the reply is 'text/plain'"],
  [
    "[] as JSON of another kind",
    withType("application/jsonp", []),
    "exchange",
    "application/jsonp",
  ],
  ["[] with two texts", whole({ body: "[] []" }), "exchange", "not valid JSON"],
  ["503 Unknown error", form("unknown-error"), "exchange", "HTTP 503, error -1000 (Unknown error"],
  ["503 Service Unavailable", form("service-unavailable"), "exchange", "(Service Unavailable.)"],
  ["503 Internal error", form("internal-error"), "exchange", "HTTP 503, error -1001"],
  ["408", form("backend-timeout"), "exchange", "HTTP 408, error -1007"],
  ["500 with a list", whole({ status: 500 }), "exchange", "HTTP 500 without an error code"],
  ["502 with []", whole({ status: 502, body: [] }), "exchange", "HTTP 502 without an error code"],
  ["404 with []", whole({ status: 404, body: [] }), "exchange", "HTTP 404 without an error code"],
  ["206 with []", whole({ status: 206, body: [] }), "exchange", "HTTP 206 without an error code"],
  ["421 with []", whole({ status: 421, body: [] }), "exchange", "HTTP 421 without an error code"],
  [
    "a redirect to a list",
    whole({ status: 307, headers: { location: "/fapi/v1/ping" }, body: [] }),
    "exchange",
    "HTTP 307 without an error code",
  ],
  [
    "200 with an error",
    whole({ body: errorBody(-1000, "An unknown error occurred.") }),
    "exchange",
    "the exchange answered with error -1000",
  ],
  ["a list of another market", ofOtherList, "exchange", "this is a reply of the spot market"],
  ["a list in an object", whole({ body: { data: [] } }), "exchange", "a list in its field"],
  [
    "a malformed row",
    whole({ body: [{ symbol: "BTCUSDT", positionAmt: "much" }] }),
    "exchange",
    "",
  ],
  [
    "a wrong key",
    whole({ status: 401, body: errorBody(-2015, "Invalid API-key, IP, or permissions.") }),
    "request",
    "error -2015 (Invalid API-key, IP, or permissions.); check the API key",
  ],
  [
    "a wrong time",
    whole({ status: 400, body: errorBody(-1021, "Timestamp for this request") }),
    "request",
    "correct the clock of this machine",
  ],
];

for (const [list, path] of lists) {
  test.each(broken)(
    `${list}: %s is a failed list and never an empty one`,
    async (_, spoil, fault, words) => {
      account.spoil = (reply, asked) => (asked === path ? spoil(reply) : { reply });
      const read = await readLists();
      expect(read[list]).toMatchObject({ status: "failed", fault });
      const { error } = read[list] as { error: string };
      expect(error).toContain(`GET ${path}`);
      expect(error).toContain(words);
      expect(snapshotOf(read)[list]).toMatchObject({ status: "failed", error });
      // The others are read, and nothing is sent again.
      const others = lists.filter(([name]) => name !== list).map(([name]) => read[name].status);
      expect(others).toEqual(["ok", "ok"]);
      expect(account.requests).toEqual(inOrder);
    },
  );
}

test.each(lists)("%s: no reply in time is a failed list", async (list, path) => {
  account.spoil = (reply, asked) => ({ reply, form: asked === path ? "hang" : undefined });
  const read = await readLists({ ...wireClient, timeoutMs: 100 });
  expect(read[list]).toMatchObject({
    status: "failed",
    fault: "exchange",
    error: `GET ${path}: no whole reply within 100 ms`,
  });
  expect(account.requests).toEqual(inOrder);
});

test.each([
  [
    429,
    { "retry-after": "7" },
    errorBody(-1003, "Too many requests."),
    "until 2024-01-01T00:00:07",
  ],
  [418, { "retry-after": "120" }, html, "until 2024-01-01T00:02:00"],
  [418, {}, errorBody(-1003, "IP banned until 1704067230000."), "until 2024-01-01T00:00:30"],
  [429, { "retry-after": "soon" }, {}, "for 2 minutes"],
  [200, {}, errorBody(-1003, "Too many requests."), "for 2 minutes"],
])(
  "after %i %j %j nothing is read, and no earlier list leads to a call",
  async (status, headers, body, wait) => {
    const nowMs = 1_704_067_200_000;
    account.spoil = (reply, path) =>
      path === "/fapi/v1/openOrders"
        ? { reply: { status, headers, body } }
        : { reply: { ...reply, status: 200, body: [] } };
    const read = await readLists({ ...wireClient, nowMs: () => nowMs });
    expect(account.requests).toEqual(inOrder.slice(0, 2));
    for (const [name] of lists) {
      expect(read[name]).toMatchObject({ status: "failed", fault: "exchange" });
      const { error } = read[name] as { error: string };
      expect(error).toContain(`GET /fapi/v1/openOrders: HTTP ${status}`);
      expect(error).toContain(`send nothing ${wait}`);
    }
  },
);

test("a wrong secret is refused by the exchange, and no error shows key, secret or signature", async () => {
  const env = { ...wireEnvironment, [venueKeyNames.secret]: "another-secret" };
  const keys = new ApiKeys(env, [venueKeyNames]);
  account.spoil = (reply) => {
    const { code, msg } = reply.body as { code: number; msg: string };
    const echo = `${wireKeys.key} ${msg} another-secret ${keys.sign("")}`;
    return { reply: { ...reply, body: errorBody(code, echo) } };
  };
  const read = await readLists({ ...wireClient, keys });
  expect(read.orders).toMatchObject({ status: "failed", fault: "request" });
  const { error } = read.orders as { error: string };
  expect(error).toContain(
    "error -1022 ([REDACTED] Signature for this request is not valid. [REDACTED]",
  );
  expect(error).toContain("check the API secret");
  expect(error).not.toMatch(/another-secret|key-of-the-account|[0-9a-f]{16}/);
});

test("bytes that are no UTF-8 are a failed list, and each read has a connection of its own", async () => {
  const connections: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    connections.push(headers.connection);
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(Buffer.of(0x5b, 0xff, 0x5d));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = new ReadHost(`http://127.0.0.1:${port}`, "url");
  const { orders } = await new AccountReader(host, wireClient).readLists(scope);
  expect(orders).toMatchObject({ error: expect.stringContaining("is not UTF-8 text") });
  expect(connections).toEqual(["close", "close", "close"]);
  // Nothing listens any more.
  await new Promise((resolve) => server.close(resolve));
  const { positions } = await new AccountReader(host, wireClient).readLists(scope);
  expect(positions).toMatchObject({ error: expect.stringContaining("ECONNREFUSED") });
});
