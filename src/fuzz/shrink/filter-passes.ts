/** Passes that change a position, its price and its filters together, so that each bound stays the same share of it. */
import { Big } from "big.js";
import { isUnsignedDecimal, unsignedDecimalSchema, type Decimal } from "../../domain/decimal.ts";
import type { SymbolFilters } from "../../domain/filters.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { isSmaller, measureOf } from "./measure.ts";

const plainQuantity = "0.001";
const plainPrice = unsignedDecimalSchema.parse("50000.00");

/** None for a scenario without filters, which nearly all are. */
export function filterCandidates(scenario: Scenario): Scenario[] {
  const { filters } = scenario.exchange;
  if (filters === undefined) return [];
  const before = measureOf(scenario);
  return scenario.exchange.positions.flatMap((_, at) => {
    const candidate = withPlainPosition(scenario, at);
    return candidate !== null && isSmaller(measureOf(candidate), before) ? [candidate] : [];
  });
}

/** Null where the position has no filters, and where a bound has too many digits. */
function withPlainPosition({ exchange, ...rest }: Scenario, at: number): Scenario | null {
  const { positions, prices, filters = {} } = exchange;
  const position = positions[at];
  const bounds = position === undefined ? undefined : filters[position.symbol];
  if (position === undefined || bounds === undefined) return null;
  const { symbol, quantity } = position;
  const size = new Big(quantity).abs();
  if (size.eq(0)) return null;
  const { [symbol]: price = "0" } = prices;
  const hasPrice = !new Big(price).eq(0);
  const before = hasPrice ? size.times(price) : size;
  const after = hasPrice ? new Big(plainQuantity).times(plainPrice) : new Big(plainQuantity);
  // The share is exact, because a generated bound is a share of the position; the factor between two sizes is not.
  const scaled = scaledFilters(bounds, (name, value) =>
    name === "minNotional"
      ? new Big(value).div(before).times(after)
      : new Big(value).div(size).times(plainQuantity),
  );
  const plain = quantity.startsWith("-") ? `-${plainQuantity}` : plainQuantity;
  if (scaled === null) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a decimal
  const changed = positions.with(at, { ...position, quantity: plain as Decimal });
  return {
    ...rest,
    exchange: {
      ...exchange,
      positions: changed,
      prices: hasPrice ? { ...prices, [symbol]: plainPrice } : prices,
      filters: { ...filters, [symbol]: scaled },
    },
  };
}

function scaledFilters(
  bounds: SymbolFilters,
  scale: (name: string, value: Decimal) => Big,
): SymbolFilters | null {
  const scaled = Object.entries(bounds).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, scale(name, value).toFixed()] as const],
  );
  const isValid = scaled.every(([, value]) => isUnsignedDecimal(value) && !new Big(value).eq(0));
  return isValid ? Object.fromEntries(scaled) : null;
}
