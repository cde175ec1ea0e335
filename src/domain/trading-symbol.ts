/** A trading symbol of the exchange, such as `BTCUSDT` or the dated contract `BTCUSDT_260327`. */
import * as z from "zod";

export const tradingSymbolSchema = z
  .string()
  .regex(
    /^[A-Z0-9]{1,20}(?:_[A-Z0-9]{1,10})?$/,
    'a trading symbol in capital ASCII letters and digits, such as "BTCUSDT"',
  )
  .brand("TradingSymbol");

export type TradingSymbol = z.infer<typeof tradingSymbolSchema>;
