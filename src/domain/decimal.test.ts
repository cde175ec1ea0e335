import { expect, test } from "vitest";
import {
  absolute,
  add,
  decimalSchema,
  exceeds,
  multiply,
  negate,
  signOf,
  unsignedDecimalSchema,
} from "./decimal.ts";

const decimal = (text: string) => decimalSchema.parse(text);

test.each([
  "0",
  "-0",
  "0.000",
  "1",
  "0.00000001",
  "-1.500",
  "123456789012345678.123456789012345678",
])("%s is a decimal and keeps its digits", (text) => {
  expect(decimal(text)).toBe(text);
});

test.each([
  "",
  " 1",
  "1 ",
  "+1",
  "--5",
  ".5",
  "5.",
  "01",
  "1e3",
  "1e999",
  "NaN",
  "Infinity",
  "0x10",
  "1,000",
  "１",
  "1\n",
  "1234567890123456789012345678901234567890",
  "0.1234567890123456789",
])("%j is refused", (text) => {
  expect(decimalSchema.safeParse(text).success).toBe(false);
});

test("a number is refused, because its digits are already lost", () => {
  expect(decimalSchema.safeParse(0.1).success).toBe(false);
});

test.each(["-1", "-0"])("%s is not an unsigned decimal", (text) => {
  expect(unsignedDecimalSchema.safeParse(text).success).toBe(false);
});

test.each([
  ["0", 0],
  ["-0", 0],
  ["-0.000", 0],
  ["0.000000000000000001", 1],
  ["-0.000000000000000001", -1],
] as const)("the sign of %s is %i", (text, sign) => {
  expect(signOf(decimal(text))).toBe(sign);
});

test("sums and products are exact where binary floats are not", () => {
  expect(add(decimal("0.1"), decimal("0.2"))).toBe("0.3");
  expect(multiply(decimal("0.1"), decimal("3"))).toBe("0.3");
  expect(multiply(decimal("0.000000000000000001"), decimal("0.1"))).toBe("0.0000000000000000001");
});

test("comparison is exact beyond 2^53", () => {
  expect(exceeds(decimal("9007199254740993"), decimal("9007199254740992"))).toBe(true);
  expect(exceeds(decimal("500.0"), decimal("500"))).toBe(false);
});

test("the absolute value keeps every digit", () => {
  expect(absolute(decimal("-0.100"))).toBe("0.100");
});

test("negation changes only the sign", () => {
  expect(negate(decimal("0.3"))).toBe("-0.3");
  expect(negate(decimal("-2"))).toBe("2");
});
