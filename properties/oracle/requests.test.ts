import { expect, test } from "vitest";
import { portRequestSchema, type PortRequest } from "../../src/domain/port-call.ts";
import { missingOrder, positionMismatch } from "../../src/test-fixtures/oracle.ts";
import { scenarioWith } from "../../src/test-fixtures/scenarios.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";
import {
  closingQuantity,
  describeExpected,
  describeRequest,
  hasIntentOf,
  intentOfMismatch,
  intentOfRequest,
  matchesExpected,
} from "./requests.ts";

const cancel = (parts: object = {}): PortRequest =>
  portRequestSchema.parse({
    method: "cancelOrder",
    symbol: "BTCUSDT",
    clientOrderId: "a-1",
    ...parts,
  });

const flatten = (parts: object = {}): PortRequest =>
  portRequestSchema.parse({
    method: "placeMarketOrder",
    symbol: "BTCUSDT",
    clientOrderId: "flat-1",
    side: "SELL",
    quantity: "0.5",
    positionSide: null,
    reduceOnly: true,
    ...parts,
  });

const missing: ExpectedMismatch = { ...missingOrder, clientOrderId: "a-1" };
const scenario = scenarioWith();
const hedge = { reduceOnly: null };

test.each<[PortRequest, ExpectedMismatch, string]>([
  [cancel(), missing, "cancel BTCUSDT a-1"],
  [flatten(), positionMismatch("BOTH", "0.5"), "SELL BTCUSDT 0.5 reduce-only"],
  [flatten({ side: "BUY" }), positionMismatch("BOTH", "-0.50"), "BUY BTCUSDT 0.5 reduce-only"],
  [
    flatten({ positionSide: "LONG", ...hedge }),
    positionMismatch("LONG", "0.5"),
    "SELL BTCUSDT 0.5 on LONG",
  ],
  [
    flatten({ side: "BUY", positionSide: "SHORT", ...hedge }),
    positionMismatch("SHORT", "-0.5"),
    "BUY BTCUSDT 0.5 on SHORT",
  ],
])("the request for a mismatch remediates it, with the same intent and text", (...row) => {
  const [request, mismatch, text] = row;
  expect(matchesExpected(request, mismatch, scenario)).toBe(true);
  expect(intentOfRequest(request)).toBe(intentOfMismatch(mismatch));
  expect(hasIntentOf(request, mismatch)).toBe(true);
  expect(describeRequest(request)).toBe(text);
  expect(describeExpected({ mismatch, quantity: null })).toBe(text);
});

test.each<[PortRequest, ExpectedMismatch]>([
  [cancel({ symbol: "ETHUSDT" }), missing],
  [cancel({ clientOrderId: "a-2" }), missing],
  [cancel({ clientOrderId: "a-1" }), { ...positionMismatch("BOTH", "0.5"), clientOrderId: "a-1" }],
  [flatten(), missing],
  [flatten({ symbol: "ETHUSDT" }), positionMismatch("BOTH", "0.5")],
  [flatten({ side: "BUY" }), positionMismatch("BOTH", "0.5")],
  [flatten({ side: "SELL" }), positionMismatch("BOTH", "-0.5")],
  [flatten({ quantity: "0.4" }), positionMismatch("BOTH", "0.5")],
  [flatten({ reduceOnly: null }), positionMismatch("BOTH", "0.5")],
  [flatten({ reduceOnly: false }), positionMismatch("BOTH", "0.5")],
  [flatten({ positionSide: "LONG" }), positionMismatch("BOTH", "0.5")],
  [flatten({ positionSide: "LONG" }), positionMismatch("LONG", "0.5")],
  [flatten({ positionSide: "SHORT", ...hedge }), positionMismatch("LONG", "0.5")],
  [flatten({ ...hedge }), positionMismatch("LONG", "0.5")],
])("another request does not remediate it", (request, mismatch) => {
  expect(matchesExpected(request, mismatch, scenario)).toBe(false);
  const hasSameIntent = intentOfRequest(request) === intentOfMismatch(mismatch);
  expect(hasIntentOf(request, mismatch)).toBe(hasSameIntent);
});

test("the intent of a flatten is its symbol and position side, BOTH where none is sent", () => {
  expect(intentOfRequest(flatten())).toBe("flatten BTCUSDT BOTH");
  expect(intentOfRequest(flatten({ positionSide: "LONG" }))).toBe("flatten BTCUSDT LONG");
  expect(intentOfRequest(cancel())).toBe("cancel BTCUSDT a-1");
  expect(describeRequest(flatten({ reduceOnly: false }))).toBe("SELL BTCUSDT 0.5");
});

test("a quantity closes without sign, exponent or superfluous zeros", () => {
  expect(["-0.0000000100", "10", "1.50"].map(closingQuantity)).toEqual(["0.00000001", "10", "1.5"]);
});
