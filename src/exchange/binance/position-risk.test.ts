import { expect, test } from "vitest";
import { parseJsonDocument } from "../../input/json-document.ts";
import { parsePositionRisk } from "./position-risk.ts";

const row = {
  symbol: "BTCUSDT",
  positionAmt: "-0.0150",
  positionSide: "BOTH",
  markPrice: "50123.45678901",
  entryPrice: "50000.0",
  updateTime: 1_704_067_100_000,
};

const parse = (value: unknown) =>
  parsePositionRisk(parseJsonDocument(JSON.stringify(value), "positions.json"));

test("a row becomes an observed position, with every digit", () => {
  expect(parse([row])).toEqual([
    { symbol: "BTCUSDT", positionSide: "BOTH", quantity: "-0.0150", markPrice: "50123.45678901" },
  ]);
});

test("rows of quantity 0 are read as flat, and a missing price as unknown", () => {
  const { markPrice: _, ...priceless } = row;
  expect(parse([{ ...priceless, positionAmt: "0.000" }])).toMatchObject([
    { quantity: "0.000", markPrice: null },
  ]);
});

test("both legs of a hedge are read separately", () => {
  const legs = parse([
    { ...row, positionSide: "LONG", positionAmt: "0.001" },
    { ...row, positionSide: "SHORT", positionAmt: "-0.002" },
  ]);
  expect(legs.map(({ positionSide, quantity }) => [positionSide, quantity])).toEqual([
    ["LONG", "0.001"],
    ["SHORT", "-0.002"],
  ]);
});

test.each([
  ["an error object", { code: -2015, msg: "Invalid API-key, IP, or permissions" }, "error -2015"],
  ["a symbol twice in one-way mode", [row, row], "[1].symbol"],
  ["a short LONG leg", [{ ...row, positionSide: "LONG" }], "positionAmt"],
  ["a long SHORT leg", [{ ...row, positionSide: "SHORT", positionAmt: "1" }], "positionAmt"],
  ["a quantity with two signs", [{ ...row, positionAmt: "--5" }], "[0].positionAmt"],
  ["an infinite quantity", [{ ...row, positionAmt: "Infinity" }], "[0].positionAmt"],
  ["a quantity as a number", [{ ...row, positionAmt: 0.1 }], "[0].positionAmt"],
  ["a negative price", [{ ...row, markPrice: "-1" }], "[0].markPrice"],
  ["a position side that does not exist", [{ ...row, positionSide: "NET" }], "[0].positionSide"],
])("%s is refused, and the message names the place", (_, value, place) => {
  expect(() => parse(value)).toThrow(place);
});
