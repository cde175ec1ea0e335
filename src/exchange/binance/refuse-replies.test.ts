import { expect, test } from "vitest";
import { configSchema } from "../../domain/config.ts";
import { parseJsonDocument } from "../../input/json-document.ts";
import { parseOpenOrders } from "./open-orders.ts";
import { parsePositionRisk } from "./position-risk.ts";

const scope = { expected: { orders: [], positions: [] }, config: configSchema.parse({}) };
const documentOf = (value: unknown) => parseJsonDocument(JSON.stringify(value), "reply.json");
const orders = (value: unknown) => parseOpenOrders(documentOf(value), scope);
const positions = (value: unknown) => parsePositionRisk(documentOf(value), scope);

const order = {
  orderId: 1_917_641,
  symbol: "BTCUSDT",
  status: "NEW",
  clientOrderId: "grinder_grid_BTCUSDT_1_1795599000_1",
  price: "33000.00",
  origQty: "0.010",
  executedQty: "0.000",
  type: "LIMIT",
  side: "BUY",
  updateTime: 1_795_600_000_000,
};
const position = {
  symbol: "BTCUSDT",
  positionSide: "BOTH",
  positionAmt: "0.1",
  markPrice: "60000",
};

/** Fields that only replies of USDⓈ-M futures have together. */
const usdOrder = {
  ...order,
  avgPrice: "0.00",
  cumQuote: "0",
  timeInForce: "GTC",
  stopPrice: "0",
  closePosition: false,
  workingType: "CONTRACT_PRICE",
};
const usdPosition = { ...position, leverage: "4", maxNotionalValue: "1000", marginType: "cross" };

test("the replies of both versions are read, with all of their fields", () => {
  expect(orders([usdOrder]).rows).toHaveLength(1);
  expect(positions([usdPosition]).rows).toHaveLength(1);
  const version3 = { ...position, marginAsset: "USDT", isolatedMargin: "0", notional: "1" };
  expect(positions([version3]).rows).toHaveLength(1);
});

test.each<[string, unknown, string]>([
  ["spot", [{ ...order, orderListId: -1, isWorking: true }], "a reply of the spot market (/api)"],
  ["margin", [{ ...order, isWorking: true, isIsolated: false }], "of the margin market (/sapi)"],
  ["coin-margined", [{ ...usdOrder, cumBase: "0" }], "of the coin-margined market (/dapi)"],
  ["a symbol in USD", [{ ...order, symbol: "XRPUSD_PERP" }], "of the coin-margined market (/dapi)"],
  ["a dated one", [{ ...order, symbol: "XRPUSD_260327" }], "of the coin-margined market (/dapi)"],
  [
    "portfolio margin",
    [{ ...order, cumQuote: "0", origType: "LIMIT" }],
    "of portfolio margin (/papi)",
  ],
  ["its conditional orders", [{ strategyId: 1, symbol: "BTCUSDT" }], "of portfolio margin (/papi)"],
  ["options", [{ ...order, optionSide: "CALL" }], "of the options market (/eapi)"],
  ["conditional orders", [{ algoId: 1, symbol: "BTCUSDT" }], "conditional orders (openAlgoOrders)"],
  ["ccxt's unified form", [{ id: "1", symbol: "BTC/USDT:USDT", info: order }], "the field `info`"],
  ["the WebSocket API", { id: "6", status: 200, result: [order] }, "of the WebSocket API"],
  ["one order", order, "one order"],
  ["an event", { e: "ORDER_TRADE_UPDATE", E: 1, o: {} }, "an event of the user stream"],
  ["a wrapper", { data: [order] }, 'an object with a list in its field "data"'],
  ["positions", [position], "a list of positions"],
  ["Bybit", { retCode: 0, retMsg: "OK", result: { list: [] } }, "a reply of Bybit"],
  ["rows of Bybit", [{ orderLinkId: "x", symbol: "BTCUSDT" }], "a reply of Bybit"],
  ["an error of Bybit", { retCode: 10_002, retMsg: "time", result: {} }, "a reply of Bybit"],
  ["an error of OKX", { code: "50011", data: [], msg: "Rate limit" }, "a reply of OKX"],
])("%s is no list of open orders: its name and the right request are given", (_, value, name) => {
  expect(() => orders(value)).toThrow(name);
  expect(() => orders(value)).toThrow("capture GET https://fapi.binance.com/fapi/v1/openOrders");
});

test.each<[string, unknown, string]>([
  ["coin-margined", [{ ...position, notionalValue: "1", maxQty: "1" }], "coin-margined market"],
  ["an account", { assets: [], positions: [position] }, "an account (GET /fapi/v2/account)"],
  ["a spot account", { balances: [] }, "a spot account (GET /api/v3/account)"],
  ["portfolio margin", [{ ...position, maxNotionalValue: "1" }], "of portfolio margin (/papi)"],
  ["ccxt's unified form", [{ contracts: 1, side: "long", info: position }], "ccxt's unified form"],
  ["the WebSocket API", { id: "6", status: 200, result: [position] }, "its field `result`"],
  ["one position", position, "one position"],
  ["orders", [order], "a list of orders"],
  ["OKX", { code: "0", msg: "", data: [{ instId: "BTC-USDT-SWAP" }] }, "a reply of OKX"],
  ["rows of OKX", [{ instId: "BTC-USDT-SWAP", pos: "1" }], "a reply of OKX"],
  ["rows of Bybit", [{ positionIdx: 0, symbol: "BTCUSDT", size: "1" }], "a reply of Bybit"],
])("%s is no list of positions: its name and the right request are given", (_, value, name) => {
  expect(() => positions(value)).toThrow(name);
  expect(() => positions(value)).toThrow("GET https://fapi.binance.com/fapi/v2/positionRisk");
});

test("a row of another market is found behind rows without a mark", () => {
  expect(() => positions([position, { ...position, symbol: "BTCUSD_PERP" }])).toThrow(
    "reply.json:1:85: this is a reply of the coin-margined market",
  );
});

const banned = "Way too many requests; IP(203.0.113.7) banned until 1795600000000. Please use";

test.each<[string, unknown, string]>([
  ["a ban", { code: -1003, msg: banned }, "send nothing until 2026-11-25T09:46:40.000Z"],
  ["a ban in quotes", { code: "-1003", msg: banned }, "until 2026-11-25T09:46:40.000Z"],
  [
    "a ban by the WebSocket API",
    { id: "6", status: 418, error: { code: -1003, msg: banned } },
    "until 2026-11-25T09:46:40.000Z",
  ],
  ["a limit without a time", { code: -1003, msg: "Too many requests" }, "the header Retry-After"],
  ["a limit of orders", { code: -1015, msg: "Too many new orders" }, "the header Retry-After"],
  ["status 429", { code: 429, msg: "Too many requests" }, "the header Retry-After"],
  ["status 418", { code: 418 }, "the header Retry-After"],
  ["an unknown error", { code: -1000, msg: "Unknown error" }, "capture the reply again later"],
  ["an internal error", { code: -1001, msg: "Internal error" }, "capture the reply again later"],
  ["throttling", { code: -1008, msg: "throttled" }, "capture the reply again later"],
  ["status 503", { code: 503, msg: "Service Unavailable." }, "capture the reply again later"],
  ["a wrong clock", { code: "-1021", msg: "Timestamp" }, "correct the clock of this machine"],
  ["a wrong key", { code: -2015, msg: "Invalid API-key" }, "fix the request and capture"],
])("%s is an error, with the cure", (_, value, cure) => {
  expect(() => orders(value)).toThrow("the exchange answered with error");
  expect(() => orders(value)).toThrow(cure);
});

test("after a limit nothing advises another request", () => {
  expect(() => orders({ code: -1003, msg: banned })).not.toThrow(/capture|again/);
});
