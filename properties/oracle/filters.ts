/** The filters of the venue: which market orders it takes, and which ones close a position. */
import { Big } from "big.js";
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

/** The first filter that the order does not fit, or null. `price` is null where it is unknown. */
export function filterBreach(
  order: Pick<PlaceMarketOrder, "symbol" | "quantity" | "reduceOnly">,
  price: string | null,
  scenario: Scenario,
): FilterBreach | null {
  const bounds = filtersOf(order.symbol, scenario);
  return bounds === undefined ? null : breachOf(order.quantity, order.reduceOnly, price, bounds);
}

/** The smallest notional does not bind an order that sends `reduceOnly`. */
function breachOf(
  digits: string,
  reduceOnly: boolean | null,
  price: string | null,
  { stepSize, minQuantity, minNotional, maxMarketQuantity }: SymbolFilters,
): FilterBreach | null {
  const quantity = new Big(digits);
  if (stepSize !== undefined && !quantity.mod(stepSize).eq(0)) return "off-step";
  if (minQuantity !== undefined && quantity.lt(minQuantity)) return "below-minimum";
  if (maxMarketQuantity !== undefined && quantity.gt(maxMarketQuantity)) {
    return "above-market-maximum";
  }
  if (minNotional === undefined || price === null || reduceOnly === true) return null;
  return quantity.times(price).lt(minNotional) ? "notional-below-minimum" : null;
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
  return parts.filter((part) => breachOf(part, reduceOnly, position.markPrice, bounds) === null);
}

function floor(value: Big, step: string): Big {
  return new Big(step).eq(0) ? value : value.minus(value.mod(step));
}
