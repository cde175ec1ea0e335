/** A symbol given on the command line. */
import { tradingSymbolSchema, type TradingSymbol } from "../../domain/trading-symbol.ts";
import { badOption } from "../../input/bad-input-error.ts";

/** Throws `BadInputError` that names the option. */
export function parseSymbolOption(option: string, written: string): TradingSymbol {
  const symbol = tradingSymbolSchema.safeParse(written);
  if (symbol.success) return symbol.data;
  const expected = symbol.error.issues[0]?.message ?? "a trading symbol";
  throw badOption(option, expected, written);
}
