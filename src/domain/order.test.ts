import { expect, test } from "vitest";
import { isConditional } from "./order.ts";
import { portFaultKinds } from "./port-fault.ts";

test.each([
  ["LIMIT", false],
  ["MARKET", false],
  ["STOP", true],
  ["STOP_MARKET", true],
  ["TAKE_PROFIT", true],
  ["TAKE_PROFIT_MARKET", true],
  ["TRAILING_STOP_MARKET", true],
  [undefined, false],
])("an order of the type %s is conditional: %s", (type, expected) => {
  expect(isConditional(type)).toBe(expected);
});

test("a port call can meet each kind of fault", () => {
  expect(portFaultKinds).toEqual([
    "accept",
    "reject",
    "expire",
    "rate-limit",
    "timeout",
    "disconnect",
    "delayed",
    "never",
  ]);
});
