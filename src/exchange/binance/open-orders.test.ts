import { expect, test } from "vitest";
import { configSchema } from "../../domain/config.ts";
import { expectedOrder } from "../../test-fixtures/scenarios.ts";
import { expectedStateSchema } from "../../domain/expected-state.ts";
import { parseJsonDocument } from "../../input/json-document.ts";
import { parseOpenOrders } from "./open-orders.ts";
import type { CaptureScope } from "./parse-rows.ts";

const row = {
  clientOrderId: "grinder_grid_ETHUSDT_1_1704067100_1",
  orderId: 8_389_765,
  symbol: "ETHUSDT",
  side: "SELL",
  positionSide: "BOTH",
  status: "NEW",
  type: "LIMIT",
  origQty: "0.40",
  executedQty: "0.10",
  price: "2500.00",
  reduceOnly: true,
  updateTime: 1_704_067_100_000,
};

const scope = { expected: { orders: [], positions: [] }, config: configSchema.parse({}) };

const read = (value: unknown, inScope: CaptureScope = scope) =>
  parseOpenOrders(
    parseJsonDocument(typeof value === "string" ? value : JSON.stringify(value), "orders.json"),
    inScope,
  );
const parse = (value: unknown) => read(value).rows;

test("a row becomes an observed order, with every digit", () => {
  expect(parse([row])).toEqual([
    {
      clientOrderId: row.clientOrderId,
      orderId: "8389765",
      symbol: "ETHUSDT",
      side: "SELL",
      positionSide: "BOTH",
      status: "OPEN",
      type: "LIMIT",
      quantity: "0.40",
      filledQuantity: "0.10",
      price: "2500.00",
      reduceOnly: true,
      updatedAtMs: 1_704_067_100_000,
    },
  ]);
});

test("an empty list is read as no orders", () => {
  expect(parse([])).toEqual([]);
});

test.each([
  ["NEW", "OPEN"],
  ["PARTIALLY_FILLED", "PARTIALLY_FILLED"],
  ["FILLED", "FILLED"],
  ["CANCELED", "CANCELLED"],
  ["REJECTED", "REJECTED"],
  ["EXPIRED", "EXPIRED"],
  ["EXPIRED_IN_MATCH", "EXPIRED"],
])("the status %s of the exchange is read as %s", (word, status) => {
  expect(parse([{ ...row, status: word }])).toMatchObject([{ status }]);
  expect(parse([{ ...row, status: word }])[0]).not.toHaveProperty("statusWord");
});

test.each(["NEW_INSURANCE", "", "new", "constructor", "__proto__", "\u001B[31mNEW"])(
  "the unknown word %j becomes UNKNOWN, and the word is kept",
  (word) => {
    expect(parse([{ ...row, status: word }])).toMatchObject([
      { status: "UNKNOWN", statusWord: word },
    ]);
  },
);

test("ccxt's info rows are read: whole numbers in quotes", () => {
  const numbers = { orderId: "9223372036854775807", updateTime: "1704067100000" };
  expect(parse([{ ...row, ...numbers, time: "1704067100000", goodTillDate: "0" }])).toMatchObject([
    { orderId: "9223372036854775807", updatedAtMs: 1_704_067_100_000 },
  ]);
});

test("symbols have letters of any script, and dated contracts a date", () => {
  const symbols = ["牛来USDT", "BTCUSDT_260327"];
  const rows = symbols.map((symbol, at) => ({ ...row, symbol, clientOrderId: `grinder_${at}` }));
  expect(parse(rows).map(({ symbol }) => symbol)).toEqual(symbols);
});

const malformed = { ...row, symbol: "not a symbol", origQty: null };

test.each([
  [
    "an order of the venue itself",
    { ...malformed, clientOrderId: `settlement_autoclose-${"9".repeat(30)}` },
  ],
  ["an external order that ended", { ...malformed, clientOrderId: "web_a1", status: "FILLED" }],
  ["an own order that ended", { ...malformed, status: "EXPIRED" }],
])("the row of %s never refuses the reply, and is named as not read", (_, other) => {
  const { rows, unread } = read([other, row]);
  expect(rows).toHaveLength(1);
  expect(unread).toEqual([expect.stringMatching(/^orders\.json:1:\d+: \[0\]\./)]);
});

test("a live external order is needed, because the report counts it", () => {
  expect(() => parse([{ ...malformed, clientOrderId: "web_a1" }])).toThrow("[0].symbol");
});

test("an expected order is needed, under any id and after its end", () => {
  const id = "web_a1";
  const expected = expectedStateSchema.parse({ orders: [expectedOrder({ clientOrderId: id })] });
  const other = { ...malformed, clientOrderId: id, status: "FILLED" };
  expect(() => read([other], { ...scope, expected })).toThrow("[0].symbol");
});

test("order ids above 2^53 keep every digit", () => {
  const text = JSON.stringify([row]).replace("8389765", "9223372036854775807");
  expect(parse(text)).toMatchObject([{ orderId: "9223372036854775807" }]);
});

test("unknown fields are ignored and optional ones may be absent", () => {
  const { clientOrderId, orderId, symbol, side, status, origQty } = row;
  const bare = { clientOrderId, orderId, symbol, side, status, origQty, brandNew: { deep: [1] } };
  expect(parse([bare])).toMatchObject([{ positionSide: "BOTH", filledQuantity: "0", price: "0" }]);
});

test.each([
  [
    "an error object",
    { code: -1021, msg: "Timestamp is outside of the recvWindow." },
    "error -1021",
  ],
  ["an object", {}, "expected array"],
  ["null", null, "expected array"],
  ["a row that is null", [null], "[0]"],
  ["a row without an id", [{ ...row, clientOrderId: undefined }], "[0].clientOrderId"],
  [
    "an own id of 37 characters",
    [{ ...row, clientOrderId: `${row.clientOrderId}00` }],
    "[0].clientOrderId",
  ],
  ["an order id with a fraction", [{ ...row, orderId: 1.5 }], "[0].orderId"],
  ["an order id with a letter", [{ ...row, orderId: "1a" }], "[0].orderId"],
  ["a quantity as a number", [{ ...row, origQty: 0.4 }], "[0].origQty"],
  ["a quantity with an exponent", [{ ...row, origQty: "1e999" }], "[0].origQty"],
  ["a quantity that is not a number", [{ ...row, origQty: "NaN" }], "[0].origQty"],
  ["a quantity of 40 digits", [{ ...row, origQty: "1".repeat(40) }], "[0].origQty"],
  ["a symbol in lower case", [{ ...row, symbol: "ethusdt" }], "[0].symbol"],
  ["a symbol with a full-width letter", [{ ...row, symbol: "ＥTHUSDT" }], "[0].symbol"],
  ["a side that does not exist", [{ ...row, side: "HOLD" }], "[0].side"],
  ["an id twice", [row, { ...row, orderId: 2 }], "[1].clientOrderId"],
])("%s is refused, and the message names the place", (_, value, place) => {
  expect(() => parse(value)).toThrow(place);
});
