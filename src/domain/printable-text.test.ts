import { expect, test } from "vitest";
import { printable, printableJson, printableShort } from "./printable-text.ts";

test.each([
  ["\u001B[31mred", "\\u{1b}[31mred"],
  ["\u009B31m", "\\u{9b}31m"],
  ["bell\u0007", "bell\\u{7}"],
  ["a\r\nb", "a\\u{d}\\u{a}b"],
  ["right\u202Eto left", "right\\u{202e}to left"],
  ["zero\u200Bwidth", "zero\\u{200b}width"],
  ["line\u2028break", "line\\u{2028}break"],
  ["\uD800", "\\u{d800}"],
  ["ordinary é 币 text", "ordinary é 币 text"],
])("%j is printed as %j", (raw, printed) => {
  expect(printable(raw)).toBe(printed);
});

test("a long value is truncated, and its length is added", () => {
  expect(printableShort("x".repeat(81))).toBe(`${"x".repeat(80)}… (81 characters)`);
  expect(printableShort("x".repeat(80))).toBe("x".repeat(80));
});

test("a long value of astral characters is truncated by characters", () => {
  expect(printableShort("💥".repeat(81))).toBe(`${"💥".repeat(80)}… (81 characters)`);
});

test("JSON without unprintable characters has the same value", () => {
  const value = { name: "right\u202Eto left \u{E0001} \u001B 币" };
  const text = printableJson(value);
  expect(printable(text)).toBe(text);
  expect(JSON.parse(text)).toEqual(value);
});

test("in JSON each unit of an unprintable character has four digits", () => {
  expect(printableJson(["\u0007", "\u009B", "\u{E0001}"])).toBe(
    String.raw`["\u0007","\u009b","\udb40\udc01"]`,
  );
});
