import { expect, test } from "vitest";
import { parseJsonDocument } from "../../input/json-document.ts";
import { parseOpenOrders } from "./open-orders.ts";

const row = {
  clientOrderId: "web_a1",
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

const parse = (value: unknown) =>
  parseOpenOrders(
    parseJsonDocument(typeof value === "string" ? value : JSON.stringify(value), "orders.json"),
  );

test("a row becomes an observed order, with every digit", () => {
  expect(parse([row])).toEqual([
    {
      clientOrderId: "web_a1",
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
  ["an id of 37 characters", [{ ...row, clientOrderId: "a".repeat(37) }], "[0].clientOrderId"],
  ["an order id with a fraction", [{ ...row, orderId: 1.5 }], "[0].orderId"],
  ["an order id as text", [{ ...row, orderId: "1" }], "[0].orderId"],
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
