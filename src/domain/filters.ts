/**
 * The filters of the venue for market orders. Source: Binance USDⓈ-M futures, page "Exchange Information". The
 * filters are LOT_SIZE (stepSize, minQty), MIN_NOTIONAL (notional) and MARKET_LOT_SIZE (maxQty).
 */
import * as z from "zod";
import { signOf, unsignedDecimalSchema } from "./decimal.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

const positive = unsignedDecimalSchema.refine((value) => signOf(value) === 1, {
  message: "a decimal above zero",
});

/** Quantities in units of the base asset, the notional in quote. An absent one bounds nothing. */
export const symbolFiltersSchema = z
  .strictObject({
    stepSize: positive.optional(),
    minQuantity: positive.optional(),
    /** Does not apply to an order that sends `reduceOnly`. */
    minNotional: positive.optional(),
    maxMarketQuantity: positive.optional(),
  })
  .readonly();
export type SymbolFilters = z.infer<typeof symbolFiltersSchema>;

/** Such as `stepSize 0.001`, one text for each bound. */
export function describeFilters(filters: SymbolFilters): string[] {
  return Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
}

/** By symbol. A symbol that is not in it has no filters. */
export const filtersSchema = z.record(tradingSymbolSchema, symbolFiltersSchema).readonly();
export type Filters = z.infer<typeof filtersSchema>;
