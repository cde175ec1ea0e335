import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { configSchema } from "../../domain/config.ts";
import { parseOpenAlgoOrders } from "../../exchange/binance/open-algo-orders.ts";
import { parseOpenOrders } from "../../exchange/binance/open-orders.ts";
import { parsePositionRisk } from "../../exchange/binance/position-risk.ts";
import { parseJsonDocument } from "../../input/json-document.ts";
import { observedStop } from "../../test-fixtures/conditional-orders.ts";
import { observedOrder, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import * as listForms from "../../test-fixtures/venue-replies.ts";
import * as settingForms from "../../test-fixtures/venue-settings-replies.ts";
import { startWire, type Wire } from "../../test-fixtures/wire-client.ts";
import { allRoutes } from "./all.ts";

const forms = { ...listForms, ...settingForms };

/** More than 2^53. */
const bigId = "9223372036854775807";

const account = scenarioWith({
  exchange: {
    prices: { BTCUSDT: "50000.00", ETHUSDT: "2500.00", BTCUSDT_260327: "51000.00" },
    orders: [
      observedOrder({ orderId: bigId, quantity: "0.003" }),
      observedOrder({
        clientOrderId: ownId(2),
        orderId: "1000",
        status: "FILLED",
        filledQuantity: "0.001",
      }),
    ],
    positions: [{ symbol: "BTCUSDT", quantity: "-0.010" }],
    conditionalOrders: [
      observedStop({ orderId: bigId }),
      observedStop({ clientOrderId: ownId(3), orderId: "3", quantity: null }),
    ],
  },
});

let wire: Wire;
beforeAll(async () => (wire = await startWire(account)));
afterAll(async () => wire.sandbox.close());

const one = { symbol: "BTCUSDT" };
const named = { ...one, origClientOrderId: ownId() };
const limitOrder = { ...one, side: "BUY", type: "LIMIT", quantity: "0.002", price: "40000" };
const batch = JSON.stringify([{ ...limitOrder, newClientOrderId: "in-a-batch" }]);
const stop = { ...one, algoType: "CONDITIONAL", side: "SELL", type: "STOP_MARKET" };

/** By route: a request that changes what later ones do not need, and the form of its reply. */
const replies: Readonly<Record<string, readonly [Record<string, string>, z.ZodType]>> = {
  "GET /fapi/v1/ping": [{}, forms.nothing],
  "GET /api/v3/ping": [{}, forms.nothing],
  "GET /fapi/v1/time": [{}, forms.serverTime],
  "GET /fapi/v1/exchangeInfo": [{}, forms.exchangeInfo],
  "GET /fapi/v1/premiumIndex": [{}, z.array(forms.premiumIndex).min(1)],
  "GET /fapi/v1/ticker/price": [{}, z.array(forms.tickerPrice).min(1)],
  "GET /fapi/v1/ticker/bookTicker": [one, forms.bookTicker],
  "GET /fapi/v1/depth": [one, forms.depth],
  "GET /fapi/v1/klines": [{ ...one, interval: "1m" }, forms.klines],
  "GET /fapi/v1/openOrders": [{}, z.array(forms.order).length(1)],
  "GET /fapi/v1/openOrder": [named, forms.order],
  "GET /fapi/v1/order": [named, forms.order],
  "GET /fapi/v1/allOrders": [one, z.array(forms.order).length(2)],
  "GET /fapi/v1/userTrades": [one, z.array(forms.trade).length(1)],
  "POST /fapi/v1/order/test": [limitOrder, forms.changedOrder],
  "POST /fapi/v1/order": [{ ...limitOrder, newClientOrderId: "placed" }, forms.changedOrder],
  "PUT /fapi/v1/order": [named, forms.error],
  "DELETE /fapi/v1/order": [{ ...one, origClientOrderId: "placed" }, forms.changedOrder],
  "POST /fapi/v1/batchOrders": [{ batchOrders: batch }, z.array(forms.changedOrder).length(1)],
  "PUT /fapi/v1/batchOrders": [{ batchOrders: batch }, forms.error],
  "DELETE /fapi/v1/batchOrders": [
    { ...one, origClientOrderIdList: '["in-a-batch"]' },
    z.array(forms.changedOrder).length(1),
  ],
  "DELETE /fapi/v1/allOpenOrders": [{ symbol: "ETHUSDT" }, forms.success],
  "GET /fapi/v1/openAlgoOrders": [{}, z.array(forms.algoOrder).length(2)],
  "GET /fapi/v1/algoOrder": [{ algoId: bigId }, forms.algoOrder],
  "GET /fapi/v1/allAlgoOrders": [one, z.array(forms.algoOrder).length(2)],
  "POST /fapi/v1/algoOrder": [
    { ...stop, quantity: "0.001", triggerPrice: "40000", clientAlgoId: "placed" },
    forms.algoOrder,
  ],
  "DELETE /fapi/v1/algoOrder": [{ clientAlgoId: "placed" }, forms.cancelledAlgoOrder],
  "DELETE /fapi/v1/algoOpenOrders": [{ symbol: "ETHUSDT" }, forms.success],
  "GET /fapi/v2/positionRisk": [{}, z.array(forms.positionRisk2).length(3)],
  "GET /fapi/v3/positionRisk": [{}, z.array(forms.positionRisk3).length(1)],
  "GET /fapi/v2/account": [{}, forms.account2],
  "GET /fapi/v3/account": [{}, forms.account3],
  "GET /fapi/v2/balance": [{}, forms.balances],
  "GET /fapi/v3/balance": [{}, forms.balances],
  "GET /fapi/v1/leverageBracket": [{}, z.array(forms.leverageBracket).min(1)],
  "GET /fapi/v1/symbolConfig": [{}, z.array(forms.symbolConfig).min(1)],
  "GET /fapi/v1/accountConfig": [{}, forms.accountConfig],
  "GET /fapi/v1/commissionRate": [one, forms.commissionRate],
  "GET /fapi/v1/rateLimit/order": [{}, forms.rateLimitOrder],
  "GET /fapi/v1/income": [{}, z.array(z.never())],
  "GET /fapi/v1/positionSide/dual": [{}, forms.positionMode],
  "GET /fapi/v1/multiAssetsMargin": [{}, forms.multiAssets],
  "POST /fapi/v1/positionSide/dual": [{ dualSidePosition: "false" }, forms.error],
  "POST /fapi/v1/multiAssetsMargin": [{ multiAssetsMargin: "false" }, forms.success],
  "POST /fapi/v1/marginType": [{ ...one, marginType: "CROSSED" }, forms.error],
  "POST /fapi/v1/leverage": [{ ...one, leverage: "20" }, forms.leverage],
  "POST /fapi/v1/countdownCancelAll": [{ ...one, countdownTime: "1000" }, forms.countdown],
  "POST /fapi/v1/listenKey": [{}, forms.listenKey],
  "PUT /fapi/v1/listenKey": [{}, forms.listenKey],
  "DELETE /fapi/v1/listenKey": [{}, forms.nothing],
};

test("each endpoint has an expected reply here", () => {
  const names = allRoutes.map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(replies).toSorted()).toEqual(names.toSorted());
});

test.each(Object.entries(replies))("%s has the form of the venue", async (name, [fields, form]) => {
  const [method = "", path = ""] = name.split(" ");
  const reply = await wire.client.ask(method, path, fields);
  expect(z.safeParse(form, reply.body).error?.issues ?? []).toEqual([]);
  expect(reply.status).toBe(form === forms.error ? 400 : 200);
  expect(reply.headers.get("content-type")).toMatch(/^application\/json/);
});

test("order ids of more than 2^53 arrive with all digits", async () => {
  const orders = await wire.client.ask("GET", "/fapi/v1/openOrders");
  expect(orders.text).toContain(`"orderId":${bigId},`);
  const stops = await wire.client.ask("GET", "/fapi/v1/openAlgoOrders");
  expect(stops.text).toContain(`"algoId":${bigId},`);
  const found = await wire.client.ask("GET", "/fapi/v1/order", { ...one, orderId: bigId });
  expect(found.body).toMatchObject({ clientOrderId: ownId(), orderId: BigInt(bigId) });
});

const read = async (path: string) =>
  parseJsonDocument((await wire.client.ask("GET", path)).text, path);

test("plan reads the lists as the venue sends them", async () => {
  const scope = {
    expected: { orders: [], positions: [] },
    config: configSchema.parse({ symbolWhitelist: ["BTCUSDT"] }),
  };
  const orders = parseOpenOrders(await read("/fapi/v1/openOrders"), scope);
  const [first] = account.exchange.orders;
  expect(orders).toMatchObject({ rows: [{ ...first, updatedAtMs: first?.updatedAtMs }] });
  const positions = { rows: [{ symbol: "BTCUSDT", quantity: "-0.010", markPrice: "50000.00" }] };
  expect(parsePositionRisk(await read("/fapi/v3/positionRisk"), scope)).toMatchObject(positions);
  const all = parsePositionRisk(await read("/fapi/v2/positionRisk"), scope);
  expect(all.rows.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "BTCUSDT_260327", "ETHUSDT"]);
  const stops = parseOpenAlgoOrders(await read("/fapi/v1/openAlgoOrders"), scope);
  expect(stops).toEqual({ rows: account.exchange.conditionalOrders, unread: [] });
});

test("exchangeInfo has the filters of the scenario", async () => {
  const filters = {
    stepSize: "0.010",
    minQuantity: "0.020",
    minNotional: "5",
    maxMarketQuantity: "7",
  };
  const filtered = await startWire(scenarioWith({ exchange: { filters: { BTCUSDT: filters } } }));
  const { body } = await filtered.client.send("GET", "/fapi/v1/exchangeInfo");
  await filtered.sandbox.close();
  const { symbols } = forms.exchangeInfo.parse(body);
  const info = symbols.find(({ symbol }) => symbol === "BTCUSDT");
  const lot = { stepSize: "0.010", minQty: "0.020" };
  expect(info).toMatchObject({ baseAsset: "BTC", quoteAsset: "USDT", quantityPrecision: 2 });
  expect(info?.filters).toEqual(
    expect.arrayContaining([
      { filterType: "LOT_SIZE", ...lot, maxQty: "1000000000" },
      { filterType: "MARKET_LOT_SIZE", ...lot, maxQty: "7" },
      { filterType: "MIN_NOTIONAL", notional: "5" },
    ]),
  );
});

test("a dated contract has another delivery date in exchangeInfo than a perpetual one", async () => {
  const { body } = await wire.client.send("GET", "/fapi/v1/exchangeInfo");
  const { symbols } = forms.exchangeInfo.parse(body);
  const dates = new Map(symbols.map((info) => [info.symbol, info.deliveryDate]));
  expect(dates.get("BTCUSDT_260327")).toBe(Date.parse("2026-03-27T08:00:00Z"));
  expect(dates.get("BTCUSDT")).toBe(4_133_404_800_000);
});

test("replies to changes have averages in the form of before 2026-07-15", async () => {
  const old = await startWire(account, { hasAverages: true });
  const placed = await old.client.ask("POST", "/fapi/v1/order", limitOrder);
  const cancelled = await old.client.ask("DELETE", "/fapi/v1/order", named);
  await old.sandbox.close();
  for (const { body } of [placed, cancelled]) {
    expect(forms.changedOrderWithAverages.safeParse(body).error).toBeUndefined();
  }
});
