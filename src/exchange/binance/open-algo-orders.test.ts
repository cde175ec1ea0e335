import { expect, test } from "vitest";
import { configSchema } from "../../domain/config.ts";
import { expectedStateSchema } from "../../domain/expected-state.ts";
import { parseJsonDocument } from "../../input/json-document.ts";
import { expectedStop } from "../../test-fixtures/conditional-orders.ts";
import { ownId } from "../../test-fixtures/scenarios.ts";
import { parseOpenAlgoOrders } from "./open-algo-orders.ts";

/** With all fields that the venue documents. */
const row = {
  algoId: 2_148_719,
  clientAlgoId: ownId(),
  algoType: "CONDITIONAL",
  orderType: "STOP_MARKET",
  symbol: "BTCUSDT",
  side: "SELL",
  positionSide: "BOTH",
  timeInForce: "GTC",
  quantity: "0.01",
  algoStatus: "NEW",
  actualOrderId: "",
  actualPrice: "0.00000",
  triggerPrice: "41000.10",
  price: "0.00000",
  icebergQuantity: null,
  workingType: "CONTRACT_PRICE",
  priceMatch: "NONE",
  closePosition: false,
  priceProtect: false,
  reduceOnly: true,
  createTime: 1_764_000_000_000,
  updateTime: 1_764_000_000_001,
  triggerTime: 0,
  goodTillDate: 0,
};

const config = configSchema.parse({});
const noOrders = expectedStateSchema.parse({});
const read = (value: unknown, expected = noOrders) =>
  parseOpenAlgoOrders(
    parseJsonDocument(typeof value === "string" ? value : JSON.stringify(value), "algo.json"),
    { expected, config },
  );
const parse = (value: unknown) => read(value).rows;

test("a row becomes an observed conditional order", () => {
  expect(parse([row])).toEqual([
    {
      clientOrderId: ownId(),
      orderId: "2148719",
      symbol: "BTCUSDT",
      side: "SELL",
      positionSide: "BOTH",
      type: "STOP_MARKET",
      quantity: "0.01",
      triggerPrice: "41000.10",
      reduceOnly: true,
      status: "NEW",
      updatedAtMs: 1_764_000_000_001,
    },
  ]);
  expect(parse([])).toEqual([]);
});

test.each([["0"], [""], [null], [undefined]])(
  "with closePosition the quantity %j is no quantity",
  (quantity) => {
    const [order] = parse([{ ...row, closePosition: true, quantity }]);
    expect(order?.quantity).toBe(null);
  },
);

test("without closePosition a quantity is required", () => {
  expect(() => parse([{ ...row, quantity: "" }])).toThrow(/algo\.json:1:\d+: /);
});

test.each([
  ["NEW", "NEW"],
  ["TRIGGERING", "TRIGGERING"],
  ["TRIGGERED", "TRIGGERED"],
  ["FINISHED", "TRIGGERED"],
  ["CANCELED", "CANCELLED"],
  ["REJECTED", "REJECTED"],
  ["EXPIRED", "EXPIRED"],
])("the status %s is %s", (algoStatus, status) => {
  expect(parse([{ ...row, algoStatus }])[0]).toMatchObject({ status });
});

test("another word is UNKNOWN, and is kept", () => {
  const [order] = parse([{ ...row, algoStatus: "PAUSED" }]);
  expect(order).toMatchObject({ status: "UNKNOWN", statusWord: "PAUSED" });
});

test("every digit of a large id is kept, and a time may be in quotes", () => {
  const text = JSON.stringify([{ ...row, updateTime: "1764000000001" }]);
  const [order] = parse(text.replace("2148719", "9223372036854775001"));
  expect(order).toMatchObject({ orderId: "9223372036854775001", updatedAtMs: 1_764_000_000_001 });
});

test("a malformed row refuses the reply only where it is needed", () => {
  const ended = { ...row, algoStatus: "EXPIRED", side: "HOLD" };
  const { rows, unread } = read([ended]);
  expect(rows).toEqual([]);
  expect(unread[0]).toContain("side");
  const expected = expectedStateSchema.parse({ conditionalOrders: [expectedStop()] });
  expect(() => read([ended], expected)).toThrow("side");
  expect(() => parse([{ ...row, side: "HOLD" }])).toThrow("side");
  expect(() => parse([row, row])).toThrow("is a duplicate");
});

test.each<[string, unknown, string]>([
  ["an error", { code: -1121, msg: "Invalid symbol." }, "the exchange answered with error -1121"],
  ["normal orders", [{ clientOrderId: "a", orderId: 1 }], "a list of orders"],
  ["positions", [{ symbol: "BTCUSDT", positionAmt: "0" }], "a list of positions"],
  ["a wrapper", { orders: [row] }, 'an object with a list in its field "orders"'],
  ["portfolio margin", [{ strategyId: 1 }], "of portfolio margin (/papi)"],
])("%s is refused with what to capture instead", (_, value, name) => {
  expect(() => parse(value)).toThrow(name);
  if (name.startsWith("the exchange")) return;
  expect(() => parse(value)).toThrow("capture GET https://fapi.binance.com/fapi/v1/openAlgoOrders");
});
