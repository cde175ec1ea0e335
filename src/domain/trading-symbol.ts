/** A trading symbol of the exchange, such as `BTCUSDT`, `币安人生USDT` or the dated `BTCUSDT_260327`. */
import * as z from "zod";

const message =
  'a trading symbol in capital ASCII letters, letters of other scripts and digits, such as "BTCUSDT"';

// The published JSON Schemas have the first pattern; not every validator knows classes such as \p{L}.
const shape = /^[^ -/:-@[-~]{1,20}(?:_[A-Z0-9]{1,10})?$/;
// Since October 2025 the venue lists names in Chinese. Full-width forms are typing errors.
const letters = /^[0-9_\p{Lu}\p{Lo}\p{Lm}\p{M}]+$/u;
const fullWidth = /[\uff01-\uff5e]/;

export const tradingSymbolSchema = z
  .string()
  .regex(shape, { message, abort: true })
  .refine((name) => letters.test(name) && !fullWidth.test(name), message)
  .brand("TradingSymbol");

export type TradingSymbol = z.infer<typeof tradingSymbolSchema>;

/** Whether prices of the symbol are in USDT, or in USDC, which counts as USDT. */
export function isQuotedInUsdt(symbol: TradingSymbol): boolean {
  return /USD[TC](?:_\d+)?$/.test(symbol);
}
