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

const messages: Readonly<Record<number, (parameter: string) => string>> = {
  [-1121]: () => "Invalid symbol.",
  [-1102]: (name) => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
  [-4015]: () => "Client order id is not valid.",
  [-1117]: () => "Invalid side.",
  [-1111]: () => "Precision is over the maximum defined for this asset.",
  [-4003]: () => "Quantity less than zero.",
  [-1100]: () => "Illegal characters found in parameter 'quantity'.",
  [-1130]: (name) => `Data sent for parameter '${name}' is not valid.`,
  [-1104]: () => "Not all sent parameters were read.",
};

test.each([
  ["symbol", { symbol: "ABCUSDT" }, -1121, "ABCUSDT"],
  ["symbol", { symbol: "btcusdt" }, -1121, "btcusdt"],
  ["symbol", { symbol: 7 }, -1102, "7"],
  ["symbol", { symbol: undefined }, -1102, "nothing"],
  ["symbol", { symbol: "" }, -1102, ""],
  ["clientOrderId", { clientOrderId: longId }, -4015, longId],
  ["clientOrderId", { clientOrderId: "a b" }, -4015, "a b"],
  ["clientOrderId", { clientOrderId: "" }, -1102, ""],
  ["clientOrderId", { clientOrderId: 5 }, -1102, "5"],
  ["side", { side: "sell" }, -1117, "sell"],
  ["side", { side: "" }, -1102, ""],
  ["side", { side: 1 }, -1102, "1"],
  ["side", { side: undefined, quantity: "x" }, -1102, "nothing"],
  ["quantity", { quantity: "" }, -1102, ""],
  ["quantity", { quantity: 0.001 }, -1102, "0.001"],
  ["quantity", { quantity: "1E-8" }, -1111, "1E-8"],
  ["quantity", { quantity: "0.0000000000000000001" }, -1111, "0.0000000000000000001"],
  ["quantity", { quantity: "-1" }, -4003, "-1"],
  ["quantity", { quantity: "1,5" }, -1100, "1,5"],
  ["quantity", { quantity: "x1E-8" }, -1100, "x1E-8"],
  ["quantity", { quantity: "1E-8x" }, -1100, "1E-8x"],
  ["quantity", { quantity: "1.E-8" }, -1100, "1.E-8"],
  ["quantity", { quantity: "1E-123" }, -1100, "1E-123"],
  ["quantity", { quantity: "1E+12" }, -1111, "1E+12"],
  ["quantity", { quantity: "12.25e10" }, -1111, "12.25e10"],
  ["positionSide", { positionSide: "UP" }, -1130, "UP"],
  ["reduceOnly", { reduceOnly: "true" }, -1130, "true"],
  ["reduceOnly", { positionSide: "SHORT", reduceOnly: 1 }, -1130, "1"],
  ["price", { price: "1" }, -1104, "1"],
])("a %s of %j is rejected with %i", (parameter, parts, code, value) => {
  const read = readRequest("placeMarketOrder", { ...flatten, ...parts }, isListed);
  expect(read.malformed).toEqual({ parameter, value });
  const message = messages[code]?.(parameter);
  expect(read.rejection).toEqual({ status: "rejected", code, message });
});

function quantityOf(quantity: unknown) {
  const { request } = readRequest("placeMarketOrder", { ...flatten, quantity }, isListed);
  return request.method === "placeMarketOrder" ? request.quantity : null;
}

test("the value of a number that is not plain is kept", () => {
  const sent = ["1E-8", 0.5, "-1", "much", null, "00.50", "00", "1E2", `1${"0".repeat(40)}`, [5]];
  const read = ["0.00000001", "0.5", "1", "0", "0", "0.5", "0", "100", "0", "0"];
  expect(sent.map(quantityOf)).toEqual(read);
});

test.each([[null], [undefined], [[]], ["a text"]])(
  "a request that is %j misses its symbol",
  (sent) => {
    const { malformed, request } = readRequest("cancelOrder", sent, isListed);
    expect(malformed?.parameter).toBe("symbol");
    expect(request.method).toBe("cancelOrder");
  },
);

test("a value that is no text is recorded as text", () => {
  const { request } = readRequest("cancelOrder", { symbol: 7, clientOrderId: [1] }, isListed);
  expect(request).toEqual({ method: "cancelOrder", symbol: "7", clientOrderId: "[1]" });
});

test("values are recorded without control characters", () => {
  const sent = { ...cancel, clientOrderId: "\u001b[2J" };
  const { malformed, request } = readRequest("cancelOrder", sent, isListed);
  expect(malformed?.value).toBe("\\u{1b}[2J");
  expect(request.clientOrderId).toBe("\\u{1b}[2J");
});

test("a cancel has fewer parameters, and each one that is sent is read", () => {
  const whole = { ...flatten, method: "placeMarketOrder", positionSide: "SHORT", reduceOnly: null };
  expect(readRequest("placeMarketOrder", whole, isListed)).toEqual({
    request: { ...whole, quantity: "0.001" },
    malformed: null,
    rejection: { status: "accepted" },
  });
  const own = { method: "cancelOrder", ...cancel };
  expect(readRequest("cancelOrder", own, isListed)).toMatchObject({
    request: own,
    malformed: null,
  });
  for (const parameter of ["side", "quantity", "positionSide", "reduceOnly"]) {
    const { malformed } = readRequest("cancelOrder", { ...own, [parameter]: "1" }, isListed);
    expect(malformed).toEqual({ parameter, value: "1" });
  }
});

test("a text that is too long is cut, and its length is named", () => {
  const { request } = readRequest("cancelOrder", { ...cancel, symbol: "B".repeat(500) }, isListed);
  expect(request.symbol.length).toBeLessThan(300);
  expect(request.symbol).toContain("500");
});

test("a value that is no JSON is recorded as such", () => {
  const { malformed } = readRequest("cancelOrder", { ...cancel, price: 1n }, isListed);
  expect(malformed).toEqual({ parameter: "price", value: "a value that is no JSON" });
});
