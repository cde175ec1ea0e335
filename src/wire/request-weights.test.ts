import { expect, test } from "vitest";
import { startWire } from "../test-fixtures/wire-client.ts";
import {
  ordersOfMinuteMax,
  ordersOfTenSecondsMax,
  RequestWeights,
  weightMax,
} from "./request-weights.ts";

/** The start of a minute. */
const startMs = 1_704_067_200_000;

test("the list without a symbol weighs 40, until 429, and then 418 until the end of the ban", async () => {
  const { client, clock, sandbox } = await startWire(null);
  const ask = () => client.ask("GET", "/fapi/v1/openOrders");
  clock.nowMs += 15_000;
  for (let weight = 40; weight <= weightMax; weight += 40) {
    const reply = await ask();
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.headers.get("x-mbx-used-weight-1m")).toBe(String(weight));
  }
  const warned = await ask();
  expect(warned).toMatchObject({ status: 429, body: { code: -1003 } });
  expect(warned.headers.get("retry-after")).toBe("45");
  const banned = await ask();
  expect(banned).toMatchObject({ status: 418, body: { code: -1003 } });
  expect(banned.headers.get("retry-after")).toBe("120");
  expect(banned.text).toContain(`IP banned until ${clock.nowMs + 120_000}.`);
  clock.nowMs += 119_999;
  const still = await client.send("GET", "/fapi/v1/ping");
  expect([still.status, still.headers.get("retry-after")]).toEqual([418, "1"]);
  clock.nowMs += 1;
  expect(await ask()).toMatchObject({ status: 200 });
  expect(sandbox.requests.map(({ bannedUntilMs }) => bannedUntilMs).slice(-4)).toEqual([
    startMs + 60_000,
    startMs + 135_000,
    startMs + 135_000,
    null,
  ]);
  await sandbox.close();
});

test("who waits for the end of the minute after 429 is not banned", () => {
  const weights = new RequestWeights();
  expect(weights.count(weightMax, 0, startMs)).toBeNull();
  expect(weights.count(1, 0, startMs + 59_999)).toMatchObject({
    status: 429,
    headers: { "Retry-After": "1" },
  });
  expect(weights.count(weightMax, 0, startMs + 60_000)).toBeNull();
  expect(weights.count(1, 0, startMs + 60_000)).toMatchObject({ status: 429 });
});

test("new orders are counted in ten seconds and in a minute", () => {
  const weights = new RequestWeights();
  const tooMany = { status: 429, body: { code: -1015 } };
  const windows = ordersOfMinuteMax / ordersOfTenSecondsMax;
  for (let window = 0; window < windows; window += 1) {
    const nowMs = startMs + window * 10_000;
    expect(weights.count(0, ordersOfTenSecondsMax, nowMs)).toBeNull();
    if (window > 0) continue;
    expect(weights.headers(1)).toEqual({
      "X-MBX-USED-WEIGHT-1M": "0",
      "X-MBX-ORDER-COUNT-10S": String(ordersOfTenSecondsMax),
      "X-MBX-ORDER-COUNT-1M": String(ordersOfTenSecondsMax),
    });
  }
  const nowMs = startMs + windows * 10_000;
  expect(weights.count(0, 1, nowMs)).toMatchObject({
    ...tooMany,
    headers: { "Retry-After": "20" },
  });
  // No new order, so it is read.
  expect(weights.count(1, 0, nowMs)).toBeNull();
  const other = new RequestWeights();
  expect(other.count(0, ordersOfTenSecondsMax, startMs)).toBeNull();
  expect(other.count(0, 1, startMs + 4_000)).toMatchObject({
    ...tooMany,
    headers: { "Retry-After": "6" },
  });
});

test("a batch counts for its orders, and only replies to new orders have their count", async () => {
  const { client, sandbox } = await startWire(null);
  const order = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", quantity: "0.01", price: "40000" };
  const batchOrders = JSON.stringify([order, order, order]);
  const batch = await client.ask("POST", "/fapi/v1/batchOrders", { batchOrders });
  expect(batch.headers.get("x-mbx-order-count-1m")).toBe("3");
  expect(batch.headers.get("x-mbx-used-weight-1m")).toBe("5");
  const placed = await client.ask("POST", "/fapi/v1/order", order);
  expect(placed.headers.get("x-mbx-order-count-10s")).toBe("4");
  expect(placed.headers.get("x-mbx-used-weight-1m")).toBe("5");
  const read = await client.ask("GET", "/fapi/v1/openOrders", { symbol: "BTCUSDT" });
  expect(read.headers.get("x-mbx-order-count-10s")).toBeNull();
  expect(read.headers.get("x-mbx-used-weight-1m")).toBe("6");
  await sandbox.close();
});
