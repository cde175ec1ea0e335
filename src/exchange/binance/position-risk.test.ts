import { expect, test } from "vitest";
import { configSchema } from "../../domain/config.ts";
import { expectedStateSchema } from "../../domain/expected-state.ts";
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

const scope = {
  expected: expectedStateSchema.parse({ positions: [{ symbol: "ETHUSDT", quantity: "0" }] }),
  config: configSchema.parse({ symbolWhitelist: ["BTCUSDT"] }),
};

const read = (value: unknown) =>
  parsePositionRisk(parseJsonDocument(JSON.stringify(value), "positions.json"), scope);
const parse = (value: unknown) => read(value).rows;

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

const flat = { ...row, symbol: "XRPUSDT", positionAmt: "0.0" };

test.each([
  ["symbol", { ...flat, symbol: "a new form of symbol" }],
  ["symbol", { ...flat, symbol: null }],
  ["markPrice", { ...flat, markPrice: "" }],
  ["positionSide", { ...flat, positionSide: "NET", positionAmt: "-0.000" }],
  ["positionAmt", { ...flat, positionAmt: "0E-8" }],
  ["positionAmt", { ...flat, positionAmt: 0 }],
])("a flat row of no managed symbol with a wrong %s never refuses the reply", (field, other) => {
  const { rows, unread } = read([other, row]);
  expect(rows).toHaveLength(1);
  expect(unread).toEqual([expect.stringContaining(`positions.json:1:`)]);
  expect(unread[0]).toContain(`[0].${field}`);
});

test.each([
  ["of a whitelisted symbol", { ...flat, symbol: "BTCUSDT", markPrice: "" }],
  ["of an expected symbol", { ...flat, symbol: "ETHUSDT", markPrice: "" }],
  ["that is not flat", { ...flat, positionAmt: "1", markPrice: "" }],
  ["of unknown size", { ...flat, positionAmt: undefined }],
])("a malformed row %s refuses the reply", (_, other) => {
  expect(() => read([other])).toThrow("positions.json:1:");
});

test("rows of both modes are two replies, unless one of them is flat", () => {
  const leg = { ...row, symbol: "ADAUSDT", positionSide: "LONG", positionAmt: "30" };
  expect(() => read([row, leg])).toThrow("BTCUSDT has a position on BOTH and ADAUSDT one on LONG");
  expect(parse([{ ...row, positionAmt: "0.000" }, leg])).toHaveLength(2);
  expect(parse([row, { ...leg, positionAmt: "0" }])).toHaveLength(2);
});

test("symbols have letters of any script, and dated contracts a date", () => {
  const symbols = ["币安人生USDT", "BTCUSDT_260327", "BTCUSDC"];
  const rows = symbols.map((symbol) => ({ ...row, symbol }));
  expect(parse(rows).map(({ symbol }) => symbol)).toEqual(symbols);
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
