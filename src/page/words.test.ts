import { expect, test } from "vitest";
import { wordsUnlike } from "./words.ts";

/** What differs in each text, with the marks as brackets. */
function marked(text: string, other: string): string {
  return wordsUnlike(text, other)
    .map((part) => (part.differs ? `[${part.text}]` : part.text))
    .join("");
}

test.each([
  [
    "SELL 0.001 X, reduceOnly true",
    "BUY 0.001 X, reduceOnly true",
    "[SELL ]0.001 X, reduceOnly true",
  ],
  ["gates: a, c", "gates: a, b, c", "gates: a, c"],
  ["gates: a, b, c", "gates: a, c", "gates: a, [b, ]c"],
  ["10 A, 100 B", "100 B, 10 A", "10 A, [100 B]"],
  ["a b a", "a b", "a b [a]"],
  ["no port call for 60000 ms", "SELL BTCUSDT 0.001 after 1 ms", "no port call for 60000 ms"],
  ["", "a", ""],
  ["two  spaces\tstay", "two words stay", "two  [spaces\t]stay"],
])("%j next to %j", (text, other, expected) => {
  expect(marked(text, other)).toBe(expected);
});

test("texts of many words are not compared", () => {
  const many = "a ".repeat(400);
  expect(marked(`${many}b`, `${many}c`)).toBe(`${many}b`);
});
