/**
 * A few symbols, so that orders and positions meet on the same one: two usual ones, two that are not quoted in USDT,
 * one of them in a currency with a similar name, a dated contract, and one with letters that a client order id cannot
 * have.
 */
import * as fc from "fast-check";
import { tradingSymbolSchema, type TradingSymbol } from "../../src/domain/trading-symbol.ts";

export const symbols: readonly TradingSymbol[] = [
  "BTCUSDT",
  "ETHUSDT",
  "ETHBTC",
  "BTCUSDT_260327",
  "币安人生USDT",
  "ETHFDUSD",
].map((name) => tradingSymbolSchema.parse(name));

/** With these a book can have more symbols than any list of a limit, a report or an audit event. */
export const manySymbols: readonly TradingSymbol[] = [
  ...symbols,
  ...Array.from({ length: 60 }, (_, at) => tradingSymbolSchema.parse(`S${at + 10}USDT`)),
];

/**
 * Symbols of few contracts, so that orders and positions meet on the same one. The first two are three times as likely as
 * the others. Throws nothing.
 *
 * @returns an arbitrary of symbols such as `BTCUSDT`
 */
export function tradingSymbol(): fc.Arbitrary<TradingSymbol> {
  const [first, second, ...rare] = symbols;
  if (first === undefined || second === undefined) throw new Error("two symbols at least");
  return fc.constantFrom(first, first, first, second, second, ...rare);
}
