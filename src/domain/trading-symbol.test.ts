import { expect, test } from "vitest";
import { isQuotedInUsdt, tradingSymbolSchema } from "./trading-symbol.ts";

test.each([
  ["BTCUSDT", true],
  ["ETHUSDC", true],
  ["BTCUSDT_260925", true],
  ["ETHBTC", false],
  ["USDTBRL", false],
  ["BTCUSDT_260925A", false],
])("%s is quoted in USDT or USDC: %s", (symbol, isQuoted) => {
  expect(isQuotedInUsdt(tradingSymbolSchema.parse(symbol))).toBe(isQuoted);
});
