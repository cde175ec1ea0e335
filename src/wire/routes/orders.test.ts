import { expect, test } from "vitest";
import { observedOrder, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { onWire, several } from "../../test-fixtures/wire-client.ts";

const symbol = "BTCUSDT";
const limit = { symbol, side: "BUY", type: "LIMIT", quantity: "0.01", price: "40000" } as const;
const market = { symbol, side: "SELL", type: "MARKET", quantity: "0.004" } as const;
const path = "/fapi/v1/order";
const filters = {
  stepSize: "0.001",
  minQuantity: "0.002",
  minNotional: "100",
  maxMarketQuantity: "5",
};
const long = scenarioWith({
  exchange: {
    positions: [{ symbol, quantity: "0.010" }],
    orders: [observedOrder()],
    filters: { BTCUSDT: filters },
  },
});

test("a market order fills at once, moves the position, and is found by both of its ids", async () => {
  await onWire(long, async ({ client }) => {
    const sent = { ...market, newClientOrderId: "close", reduceOnly: "true" };
    const acknowledged = await client.ask("POST", path, sent);
    expect(acknowledged.body).toMatchObject({ status: "NEW", executedQty: "0", reduceOnly: true });
    const orderId = String(Reflect.get(Object(acknowledged.body), "orderId"));
    const average = { avgPrice: "50000.00", cumQuote: "200" };
    const filled = { status: "FILLED", executedQty: "0.004", clientOrderId: "close", ...average };
    expect((await client.ask("GET", path, { symbol, orderId })).body).toMatchObject(filled);
    const byName = { symbol, origClientOrderId: "close" };
    expect((await client.ask("GET", path, byName)).body).toMatchObject(filled);
    expect((await client.ask("GET", "/fapi/v1/openOrder", byName)).body).toMatchObject({
      code: -2013,
    });
    expect((await client.ask("GET", "/fapi/v1/userTrades", { symbol })).body).toMatchObject([
      { orderId: Number(orderId), price: "50000.00", qty: "0.004", quoteQty: "200", buyer: false },
    ]);
    const rows = await client.ask("GET", "/fapi/v2/positionRisk", { symbol });
    expect(rows.body).toMatchObject([{ symbol, positionAmt: "0.006", positionSide: "BOTH" }]);
    const result = { ...market, reduceOnly: "True", newOrderRespType: "RESULT", quantity: "1" };
    expect((await client.ask("POST", path, result)).body).toMatchObject({
      status: "EXPIRED",
      executedQty: "0.006",
    });
    expect((await client.ask("GET", "/fapi/v3/positionRisk")).body).toMatchObject([
      { symbol, positionAmt: "0" },
    ]);
  });
});

test("a limit order rests until it is cancelled", async () => {
  await onWire(null, async ({ client }) => {
    const placed = await client.ask("POST", path, { ...limit, newClientOrderId: "mine" });
    expect(placed.body).toMatchObject({ status: "NEW", clientOrderId: "mine" });
    const listed = await client.ask("GET", "/fapi/v1/openOrders");
    expect(listed.body).toMatchObject([{ clientOrderId: "mine", price: "40000", origQty: "0.01" }]);
    const orderId = String(Reflect.get(Object(placed.body), "orderId"));
    const cancelled = await client.ask("DELETE", path, { symbol, orderId });
    expect(cancelled.body).toMatchObject({ status: "CANCELED", clientOrderId: "mine" });
    expect((await client.ask("GET", "/fapi/v1/openOrders")).body).toEqual([]);
    expect((await client.ask("DELETE", path, { symbol, orderId })).body).toMatchObject({
      code: -2011,
    });
    expect((await client.ask("GET", path, { symbol, orderId })).body).toMatchObject({
      status: "CANCELED",
    });
  });
});

test("orders without an id get different ones", async () => {
  await onWire(null, async ({ client }) => {
    const ids = new Set<unknown>();
    for (let placed = 0; placed < 3; placed += 1) {
      const { body } = await client.ask("POST", path, limit);
      ids.add(Reflect.get(Object(body), "clientOrderId"));
    }
    expect(ids.size).toBe(3);
  });
});

test("the order id of an ended order never meets the order that has its client order id now", async () => {
  const reused = scenarioWith({
    exchange: {
      orders: [
        observedOrder({ orderId: "1", status: "CANCELLED" }),
        observedOrder({ orderId: "2" }),
      ],
    },
  });
  await onWire(reused, async ({ client, venue }) => {
    const cancelled = await client.ask("DELETE", path, { symbol, orderId: "1" });
    expect(cancelled).toMatchObject({ status: 400, body: { code: -2011 } });
    expect(venue.portCalls).toBe(1);
    const found = await client.ask("GET", path, { symbol, orderId: "1" });
    expect(found.body).toMatchObject({ orderId: 1, status: "CANCELED" });
    const live = await client.ask("DELETE", path, { symbol, origClientOrderId: ownId() });
    expect(live.body).toMatchObject({ orderId: 2, status: "CANCELED" });
  });
});

test.each<[number, string, string, Record<string, string>]>([
  [-1102, "without a symbol", "DELETE", { orderId: "1" }],
  [-1102, "without a name", "DELETE", { symbol }],
  [-1102, "without a name", "GET", { symbol }],
  [-1100, "with an order id that is no number", "DELETE", { symbol, orderId: "1e3" }],
  [-2011, "for an unknown order", "DELETE", { symbol, orderId: "77" }],
  [-2011, "for an unknown name", "DELETE", { symbol, origClientOrderId: "none" }],
  [-2011, "for the order of another symbol", "DELETE", { symbol: "ETHUSDT", orderId: "1001" }],
  [-1121, "for an unknown symbol", "DELETE", { symbol: "XRPUSDT", orderId: "1001" }],
  [-2013, "for an unknown order", "GET", { symbol, orderId: "77" }],
  [-1102, "without a type", "POST", { symbol, side: "BUY" }],
  [-1102, "without a price", "POST", { ...limit, price: "" }],
  [-1102, "without a quantity", "POST", { symbol, side: "SELL", type: "MARKET" }],
  [-1102, "without a side", "POST", { symbol, type: "MARKET", quantity: "1" }],
  [-1102, "without a symbol", "POST", { side: "SELL", type: "MARKET", quantity: "1" }],
  [-1116, "with another type", "POST", { ...limit, type: "ICEBERG" }],
  [-4120, "with a trigger", "POST", { ...limit, type: "STOP_MARKET" }],
  [-4120, "with a trailing trigger", "POST", { ...limit, type: "TRAILING_STOP_MARKET" }],
  [-1117, "with another side", "POST", { ...limit, side: "buy" }],
  [-1121, "for an unknown symbol", "POST", { ...limit, symbol: "btcusdt" }],
  [-4001, "with a price that is no number", "POST", { ...limit, price: "low" }],
  [-4001, "with the price zero", "POST", { ...limit, price: "0" }],
  [-4003, "with the quantity zero", "POST", { ...limit, quantity: "0" }],
  [-4003, "below zero", "POST", { ...market, quantity: "-1" }],
  [-4015, "with an id that is too long", "POST", { ...limit, newClientOrderId: "x".repeat(37) }],
  [-4116, "with the id of a live order", "POST", { ...limit, newClientOrderId: ownId() }],
  [-1111, "with too many digits", "POST", { ...limit, quantity: "0.0101" }],
  [-4004, "below the smallest quantity", "POST", { ...limit, quantity: "0.001" }],
  [-4005, "above the largest market order", "POST", { ...market, quantity: "6" }],
  [-4164, "below the smallest notional", "POST", { ...limit, price: "9999" }],
  [-4061, "for a leg in one-way mode", "POST", { ...market, positionSide: "LONG" }],
  [-1130, "with another position side", "POST", { ...market, positionSide: "SIDE" }],
  [-1130, "with another flag", "POST", { ...market, reduceOnly: "maybe" }],
  [-2022, "that has nothing to reduce", "POST", { ...market, side: "BUY", reduceOnly: "true" }],
  [-2022, "that rests and has nothing to reduce", "POST", { ...limit, reduceOnly: "true" }],
])("%i: an order %s, by %s", async (code, _, method, fields) => {
  await onWire(long, async ({ client, venue }) => {
    const before = JSON.stringify([venue.allOrders(), venue.positions()]);
    expect(await client.ask(method, path, fields)).toMatchObject({ status: 400, body: { code } });
    expect(JSON.stringify([venue.allOrders(), venue.positions()])).toBe(before);
  });
});

test("-4118: resting orders reduce the whole position already", async () => {
  await onWire(long, async ({ client }) => {
    const resting = { ...limit, side: "SELL", price: "60000", reduceOnly: "true" };
    expect(await client.ask("POST", path, resting)).toMatchObject({ status: 200 });
    const second = await client.ask("POST", path, { ...market, reduceOnly: "true" });
    expect(second.body).toMatchObject({ code: -4118 });
  });
});

test("the largest market order bounds no limit order", async () => {
  await onWire(long, async ({ client }) => {
    const reply = await client.ask("POST", path, { ...limit, quantity: "6" });
    expect(reply).toMatchObject({ status: 200 });
  });
});

test("order/test places nothing", async () => {
  await onWire(null, async ({ client, venue, sandbox }) => {
    const reply = await client.ask("POST", "/fapi/v1/order/test", market);
    expect(reply).toMatchObject({ status: 200, body: { symbol, type: "MARKET" } });
    expect([venue.portCalls, venue.allOrders()]).toEqual([0, []]);
    expect(sandbox.requests.at(-1)).toMatchObject({ group: "read", portCalls: 0 });
  });
});

test("all open orders of a symbol are one port call each, and no conditional order", async () => {
  await onWire(several, async ({ client, venue, sandbox }) => {
    const reply = await client.ask("DELETE", "/fapi/v1/allOpenOrders", { symbol });
    expect(reply).toMatchObject({ status: 200, body: { code: 200 } });
    expect(sandbox.requests.at(-1)).toMatchObject({ portCalls: 2 });
    const left = await client.ask("GET", "/fapi/v1/openOrders");
    expect(left.body).toMatchObject([{ clientOrderId: "other" }]);
    expect(venue.allAlgoOrders().filter(({ status }) => status === "NEW")).toHaveLength(2);
    expect((await client.ask("DELETE", "/fapi/v1/allOpenOrders")).body).toMatchObject({
      code: -1102,
    });
  });
});

test("a batch of cancels has a row for each, and its ids have all digits", async () => {
  await onWire(several, async ({ client }) => {
    const orderIdList = "[9223372036854775807, 77]";
    const reply = await client.ask("DELETE", "/fapi/v1/batchOrders", { symbol, orderIdList });
    expect(reply.body).toMatchObject([{ clientOrderId: "a", status: "CANCELED" }, { code: -2011 }]);
    const origClientOrderIdList = '["b"]';
    const named = { symbol, origClientOrderIdList };
    expect((await client.ask("DELETE", "/fapi/v1/batchOrders", named)).body).toMatchObject([
      { clientOrderId: "b" },
    ]);
    for (const list of ["", "1", "[]", `[${Array(11).fill(1).join(",")}]`]) {
      const wrong = await client.ask("DELETE", "/fapi/v1/batchOrders", {
        symbol,
        orderIdList: list,
      });
      expect(wrong.body).toMatchObject({ code: -1102 });
    }
  });
});

test("a batch of orders has a row for each", async () => {
  await onWire(long, async ({ client }) => {
    const orders = [limit, { ...limit, quantity: 0 }, { ...market, reduceOnly: true }];
    const place = (batchOrders: string) =>
      client.ask("POST", "/fapi/v1/batchOrders", { batchOrders });
    expect((await place(JSON.stringify(orders))).body).toMatchObject([
      { status: "NEW", type: "LIMIT" },
      { code: -4003 },
      { status: "NEW", type: "MARKET", reduceOnly: true },
    ]);
    for (const wrong of [
      "",
      "[",
      "[]",
      "{}",
      "[1]",
      `[${Array(6).fill(JSON.stringify(limit)).join(",")}]`,
    ]) {
      expect((await place(wrong)).body).toMatchObject({ code: -1102 });
    }
  });
});
