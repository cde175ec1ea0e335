import { generateKeyPairSync, sign as signWith } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encode, hmacKey, sign, startWire, type Wire } from "../test-fixtures/wire-client.ts";

const timestamp = 1_704_067_200_000;
const path = "/fapi/v1/order";
const order = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01&price=40000&timeInForce=GTC";
const time = `timestamp=${timestamp}`;

let wire: Wire;
beforeAll(async () => (wire = await startWire(null)));
afterAll(async () => wire.sandbox.close());

const post = (query: string, body?: string) => wire.client.send("POST", `${path}?${query}`, body);

/** Clients place parameters and signature in all of these ways. */
test.each<[string, string, string | undefined]>([
  ["all in the query", `${order}&${time}&signature=${sign(`${order}&${time}`)}`, undefined],
  ["all in the body", "", `${order}&${time}&signature=${sign(`${order}&${time}`)}`],
  ["parameters in the body", `${time}&signature=${sign(`${time}${order}`)}`, order],
  ["the signature in the body", order, `${time}&signature=${sign(`${order}${time}`)}`],
  ["the signature first", `signature=${sign(`${order}&${time}`)}&${order}&${time}`, undefined],
  ["the signature in between", `${order}&signature=${sign(`${order}&${time}`)}&${time}`, undefined],
  [
    "capital digits",
    `${order}&${time}&signature=${sign(`${order}&${time}`).toUpperCase()}`,
    undefined,
  ],
])("a signature holds with %s", async (_, query, body) => {
  expect(await post(query, body)).toMatchObject({ status: 200, body: { status: "NEW" } });
});

test("a duplicate counts as the query has it, and the signature is over both", async () => {
  const query = `newClientOrderId=of-the-query&${time}`;
  const body = `newClientOrderId=of-the-body&${order}`;
  const reply = await post(`${query}&signature=${sign(`${query}${body}`)}`, body);
  expect(reply.body).toMatchObject({ clientOrderId: "of-the-query" });
});

test("the content type decides nothing", async () => {
  const text = `${order}&${time}`;
  const headers = { "X-MBX-APIKEY": hmacKey.key, "content-type": "application/json" };
  const body = `${text}&signature=${sign(text)}`;
  const reply = await fetch(`${wire.url}${path}`, { method: "POST", headers, body });
  expect(reply.status).toBe(200);
});

test("the signature is over the text as it was sent, not over its parameters", async () => {
  const sent = `${time}&symbol=%E5%B8%81USDT`;
  const decoded = `${time}&symbol=币USDT`;
  const ask = (text: string) =>
    wire.client.send("GET", `/fapi/v1/openOrders?${sent}&signature=${sign(text)}`);
  expect(await ask(sent)).toMatchObject({ status: 200 });
  expect(await ask(decoded)).toMatchObject({ status: 400, body: { code: -1022 } });
});

const pairs = {
  RSA: () => generateKeyPairSync("rsa", { modulusLength: 2_048 }),
  Ed25519: () => generateKeyPairSync("ed25519"),
} as const;

test.each(["RSA", "Ed25519"] as const)("%s in base64 is a signature", async (kind) => {
  const { privateKey, publicKey } = pairs[kind]();
  const algorithm = kind === "RSA" ? "RSA-SHA256" : null;
  const own = await startWire(null, { key: { key: hmacKey.key, publicKey } });
  const text = `${time}&recvWindow=5000`;
  const signature = signWith(algorithm, Buffer.from(text), privateKey).toString("base64");
  const ask = (sent: string) =>
    own.client.send("GET", `/fapi/v1/openOrders?${text}&signature=${sent}`);
  const encoded = encodeURIComponent(signature);
  const replies = [
    await ask(encoded),
    // A client may leave a plus sign as it is.
    await ask(encoded.replaceAll("%2B", "+")),
    await ask(encodeURIComponent(signature.replace(/^./, (first) => (first === "A" ? "B" : "A")))),
    await ask(sign(text)),
    await ask("%E0%A4%A"),
  ];
  await own.sandbox.close();
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 400, 400, 400]);
  for (const { body } of replies.slice(2)) expect(body).toMatchObject({ code: -1022 });
});

const signed = (fields: Record<string, string | number>, from = sign) => {
  const text = encode(fields);
  return `/fapi/v1/openOrders?${text}&signature=${from(text)}`;
};

test.each<[number, string, string, string?]>([
  [-1102, "without a time", signed({})],
  [-1102, "with a time that is no number", signed({ timestamp: "soon" })],
  [-1102, "without a signature", `/fapi/v1/openOrders?${time}`],
  [-1102, "with an empty signature", `/fapi/v1/openOrders?${time}&signature=`],
  [-1021, "a second ahead", signed({ timestamp: timestamp + 1_000 })],
  [-1021, "late", signed({ timestamp: timestamp - 5_001 })],
  [-1021, "late for its own window", signed({ timestamp: timestamp - 101, recvWindow: 100 })],
  [-1131, "with a window that is too long", signed({ timestamp, recvWindow: 60_001 })],
  [-1131, "with a window that is no number", signed({ timestamp, recvWindow: "long" })],
  [-1022, "with another signature", signed({ timestamp }, () => "0".repeat(64))],
  [-1022, "with a cut signature", signed({ timestamp }, (text) => sign(text).slice(0, 63))],
  [-1022, "with a longer signature", signed({ timestamp }, (text) => `${sign(text)}zz`)],
  [-2014, "with a key of another form", signed({ timestamp }), "short"],
  [-2015, "with another key", signed({ timestamp }), "x".repeat(64)],
])("%i: a request %s", async (code, _, url, key) => {
  const reply = await wire.client.send("GET", url, undefined, key);
  expect(reply.body).toMatchObject({ code });
  expect(reply.status).toBe(code < -2_000 ? 401 : 400);
  expect(wire.sandbox.requests.at(-1)).toMatchObject({ refusal: code, reply: "error" });
});

test.each([
  ["almost a second ahead", { timestamp: timestamp + 999 }],
  ["at the end of the window", { timestamp: timestamp - 5_000 }],
  ["at the end of its own window", { timestamp: timestamp - 60_000, recvWindow: 60_000 }],
])("a request %s is read", async (_, fields) => {
  expect(await wire.client.send("GET", signed(fields))).toMatchObject({ status: 200 });
});

test("a request without a key is refused, where the endpoint wants one", async () => {
  const ask = async (url: string) => (await fetch(`${wire.url}${url}`, { method: "POST" })).json();
  expect(await ask(path)).toMatchObject({ code: -2014 });
  expect(await ask("/fapi/v1/listenKey")).toMatchObject({ code: -2014 });
  expect((await fetch(`${wire.url}/fapi/v1/time`)).status).toBe(200);
});

test("a stream key wants no signature", async () => {
  const reply = await wire.client.send("POST", "/fapi/v1/listenKey");
  expect(reply).toMatchObject({
    status: 200,
    body: { listenKey: expect.stringMatching(/^[\da-f]{64}$/) },
  });
});

test("the record has neither key nor signature", async () => {
  await post(`${order}&${time}&signature=${sign(`${order}&${time}`)}`);
  const { body, text } = await wire.client.send("GET", "/__harness/requests");
  expect(body).toEqual(wire.sandbox.requests);
  expect(text).not.toContain(hmacKey.key);
  expect(text).not.toContain("signature");
  expect(wire.sandbox.requests.at(-1)).toMatchObject({
    method: "POST",
    path,
    group: "mutating",
    parameters: "price=40000&quantity=0.01&side=BUY&symbol=BTCUSDT&timeInForce=GTC&type=LIMIT",
  });
});
