/** The filters of the venue: which market orders it takes, and which ones close a position. */
import { Big } from "big.js";
import { sizeOfRequest } from "./request-size.ts";
import type { SymbolFilters } from "../../src/domain/filters.ts";
import type { PlaceMarketOrder } from "../../src/domain/port-call.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";

/** Undefined for a symbol without filters. */
export function filtersOf(symbol: string, { exchange }: Scenario): SymbolFilters | undefined {
  const filters: Readonly<Record<string, SymbolFilters>> | undefined = exchange.filters;
  return filters?.[symbol];
}

export type FilterBreach =
  | "off-step"
  | "below-minimum"
  | "above-market-maximum"
  | "notional-below-minimum";

/** The filters that the order does not fit, in the order of their checks. `price` is null where it is unknown. */
export function filterBreaches(
  order: Pick<PlaceMarketOrder, "symbol" | "quantity" | "reduceOnly">,
  price: string | null,
  scenario: Scenario,
): readonly FilterBreach[] {
  const bounds = filtersOf(order.symbol, scenario);
  return bounds === undefined ? [] : breachesOf(order.quantity, order.reduceOnly, price, bounds);
}

/** The smallest notional does not bind an order that sends `reduceOnly`. */
function breachesOf(
  digits: string,
  reduceOnly: boolean | null,
  price: string | null,
  { stepSize, minQuantity, minNotional, maxMarketQuantity }: SymbolFilters,
): readonly FilterBreach[] {
  const breaches: FilterBreach[] = [];
  const quantity = sizeOfRequest({ quantity: digits });
  if (stepSize !== undefined && !quantity.mod(stepSize).eq(0)) breaches.push("off-step");
  if (minQuantity !== undefined && quantity.lt(minQuantity)) breaches.push("below-minimum");
  if (maxMarketQuantity !== undefined && quantity.gt(maxMarketQuantity)) {
    breaches.push("above-market-maximum");
  }
  if (minNotional === undefined || price === null || reduceOnly === true) return breaches;
  if (quantity.times(price).lt(minNotional)) breaches.push("notional-below-minimum");
  return breaches;
}

/**
 * The quantities of the orders that close a position, at most `most` of them: the largest that fit, then the rest. A
 * rest below a minimum is none. Null for an order mismatch, and for a symbol without filters.
 */
export function closingParts(
  { symbol, position }: Pick<ExpectedMismatch, "symbol" | "position">,
  scenario: Scenario,
  most: number,
): readonly string[] | null {
  const bounds = filtersOf(symbol, scenario);
  if (position === null || bounds === undefined) return null;
  const step = bounds.stepSize ?? "0";
  const total = floor(new Big(position.quantity).abs(), step);
  const largest = floor(new Big(bounds.maxMarketQuantity ?? total), step);
  const isWhole = largest.eq(0) || total.lte(largest);
  const rest = isWhole ? total : total.mod(largest);
  const count = isWhole ? 0 : Number(total.minus(rest).div(largest).toFixed(0));
  const parts = Array.from({ length: Math.min(count, most) }, () => largest.toFixed());
  if (parts.length < most && !rest.eq(0)) parts.push(rest.toFixed());
  const reduceOnly = position.positionSide === "BOTH" ? true : null;
  return parts.filter(
    (part) => breachesOf(part, reduceOnly, position.markPrice, bounds).length === 0,
  );
}

function floor(value: Big, step: string): Big {
  return new Big(step).eq(0) ? value : value.minus(value.mod(step));
}
