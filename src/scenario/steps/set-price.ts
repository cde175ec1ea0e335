/** The mark price of a symbol changes, or becomes unknown: null. Later snapshots show it. */
import { unsignedDecimalSchema } from "../../domain/decimal.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import { defineStep } from "../step-module.ts";

export const setPrice = defineStep({
  kind: "set-price",
  fields: { symbol: tradingSymbolSchema, price: unsignedDecimalSchema.nullable() },
  describe: ({ symbol, price }) => `the price of ${symbol} becomes ${price ?? "unknown"}`,
  shrink: () => [],
  rename: (step, renamer) => renamer.position(step),
  apply: ({ symbol, price }, { exchange, exchangeNowMs }) =>
    exchange.setPrice(symbol, price, exchangeNowMs()),
});
