import { expect, test } from "vitest";
import { readRequest } from "./read-request.ts";

const cancel = { symbol: "BTCUSDT", clientOrderId: "a-1" };
const flatten = { ...cancel, side: "SELL", quantity: "0.001", reduceOnly: true };
const isListed = (symbol: string) => symbol === "BTCUSDT";

test.each([
  ["superfluous zeros", { quantity: "0.10" }, { quantity: "0.1" }],
  ["a whole number with zeros", { quantity: "100.00" }, { quantity: "100" }],
  ["a whole number", { quantity: "100" }, { quantity: "100" }],
  ["leading zeros", { quantity: "000.5" }, { quantity: "0.5" }],
  ["the default position side", { positionSide: "BOTH" }, { positionSide: null }],
  ["a leg", { positionSide: "LONG", reduceOnly: null }, { positionSide: "LONG", reduceOnly: null }],
  ["reduceOnly false", { reduceOnly: false }, { reduceOnly: false }],
  ["nothing of what is optional", { reduceOnly: undefined }, { reduceOnly: null }],
])("a request with %s is read in its canonical form", (_, parts, read) => {
  const { request, malformed } = readRequest(
    "placeMarketOrder",
    { ...flatten, ...parts },
    isListed,
  );
  const canonical = { ...flatten, method: "placeMarketOrder", positionSide: null, ...read };
  expect({ request, malformed }).toEqual({ request: canonical, malformed: null });
});

const longId = "x".repeat(44);

test.each([
  ["symbol", { symbol: "ABCUSDT" }, -1121, "ABCUSDT"],
  ["symbol", { symbol: "btcusdt" }, -1121, "btcusdt"],
  ["symbol", { symbol: 7 }, -1102, "7"],
  ["symbol", { symbol: undefined }, -1102, "nothing"],
  ["clientOrderId", { clientOrderId: longId }, -4015, longId],
  ["clientOrderId", { clientOrderId: "a b" }, -4015, "a b"],
  ["clientOrderId", { clientOrderId: "" }, -1102, ""],
  ["side", { side: "sell" }, -1117, "sell"],
  ["quantity", { quantity: "" }, -1102, ""],
  ["quantity", { quantity: 0.001 }, -1102, "0.001"],
  ["quantity", { quantity: "1E-8" }, -1111, "1E-8"],
  ["quantity", { quantity: "0.0000000000000000001" }, -1111, "0.0000000000000000001"],
  ["quantity", { quantity: "-1" }, -4003, "-1"],
  ["quantity", { quantity: "1,5" }, -1100, "1,5"],
  ["positionSide", { positionSide: "UP" }, -1130, "UP"],
  ["reduceOnly", { reduceOnly: "true" }, -1130, "true"],
  ["price", { price: "1" }, -1104, "1"],
])("a %s of %j is rejected with %i", (parameter, parts, code, value) => {
  const read = readRequest("placeMarketOrder", { ...flatten, ...parts }, isListed);
  expect(read.malformed).toEqual({ parameter, value });
  expect(read.rejection).toMatchObject({ status: "rejected", code });
});

function quantityOf(quantity: unknown) {
  const { request } = readRequest("placeMarketOrder", { ...flatten, quantity }, isListed);
  return request.method === "placeMarketOrder" ? request.quantity : null;
}

test("the value of a number that is not plain is kept", () => {
  expect(["1E-8", 0.5, "-1", "much", null].map(quantityOf)).toEqual([
    "0.00000001",
    "0.5",
    "1",
    "0",
    "0",
  ]);
});

test.each([[null], [undefined], [[]], ["a text"]])(
  "a request that is %j misses its symbol",
  (sent) => {
    const { malformed, request } = readRequest("cancelOrder", sent, isListed);
    expect(malformed?.parameter).toBe("symbol");
    expect(request.method).toBe("cancelOrder");
  },
);

test("values are recorded without control characters", () => {
  const sent = { ...cancel, clientOrderId: "\u001b[2J" };
  const { malformed, request } = readRequest("cancelOrder", sent, isListed);
  expect(malformed?.value).toBe("\\u{1b}[2J");
  expect(request.clientOrderId).toBe("\\u{1b}[2J");
});
