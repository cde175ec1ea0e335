/** Filters of the venue, on both sides of each bound of the positions that the exchange has. */
import * as fc from "fast-check";
import { absolute, isUnsignedDecimal, multiply, signOf } from "../../src/domain/decimal.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import type { Filters, SymbolFilters } from "../../src/domain/filters.ts";
import type { Position } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { decimals } from "./decimal.ts";

/**
 * Each bound as a share of the position or of its notional; null is no bound. `limit` is a share of the notional too:
 * that of `maxFlattenNotionalUsdt`, or null for the one that was drawn.
 */
export type FilterShares = Readonly<Record<keyof SymbolFilters | "limit", Decimal | null>>;

const share = (...texts: readonly string[]) => fc.constantFrom(...decimals(...texts));
const none = fc.constant(null);
const perhaps = (some: fc.Arbitrary<Decimal>) =>
  fc.oneof({ arbitrary: none, weight: 3 }, { arbitrary: some, weight: 2 });

const smallNotional = fc.record({
  stepSize: none,
  minQuantity: none,
  minNotional: share("1", "1.1", "1.1"),
  maxMarketQuantity: none,
  limit: none,
});
/** No order fits one of them, or the whole position just does. */
const forbidden = fc.oneof(
  smallNotional,
  smallNotional,
  fc.record({
    stepSize: perhaps(share("0.1", "1", "1.1")),
    minQuantity: share("1", "1.1"),
    minNotional: none,
    maxMarketQuantity: none,
    limit: none,
  }),
  fc.record({
    stepSize: share("1", "1.1"),
    minQuantity: none,
    minNotional: none,
    maxMarketQuantity: perhaps(share("2")),
    limit: none,
  }),
);

/**
 * With a maximum of 0.4 a close has three parts, and four with 0.3. A step of 0.15 leaves a tenth of the position, and
 * makes three parts of a maximum of 0.35. A minimum of 0.3 forbids the rest of such a close. A limit of 0.7 permits
 * each part, but not the position.
 */
const split = fc.record({
  stepSize: fc.oneof(none, share("0.1", "0.15", "0.15", "0.4")),
  minQuantity: perhaps(share("0.3", "0.1")),
  minNotional: perhaps(share("0.3", "0.1")),
  maxMarketQuantity: share("0.5", "0.4", "0.4", "0.35", "0.3", "0.3", "0.2", "0.9"),
  limit: fc.oneof(
    { arbitrary: none, weight: 3 },
    { arbitrary: share("0.7", "0.7", "1"), weight: 1 },
  ),
});

/** A third of the position is no multiple of the step, and the rest of two rounded thirds exceeds the maximum. */
const thirds: fc.Arbitrary<FilterShares> = fc.record({
  stepSize: share("0.125"),
  minQuantity: none,
  minNotional: none,
  maxMarketQuantity: share("0.375"),
  limit: none,
});

const rounded = fc.record({
  stepSize: share("0.1", "0.1", "0.15", "0.4", "0.7"),
  minQuantity: perhaps(share("0.3")),
  minNotional: perhaps(share("0.3")),
  maxMarketQuantity: fc.oneof(none, share("1", "1", "1.1"), share("1")),
  // Between the part that a step of 0.1 or 0.15 leaves, and the position.
  limit: fc.oneof({ arbitrary: none, weight: 3 }, { arbitrary: share("0.95"), weight: 1 }),
});

const someShares: fc.Arbitrary<FilterShares> = fc.oneof(
  { arbitrary: split, weight: 4 },
  { arbitrary: forbidden, weight: 3 },
  { arbitrary: rounded, weight: 2 },
  { arbitrary: thirds, weight: 1 },
);

/** Most exchanges of a campaign have no filters: one of `oneIn` has. */
export function filterShares(oneIn: number): fc.Arbitrary<FilterShares | null> {
  return oneIn === 1
    ? someShares
    : fc.oneof(
        { arbitrary: fc.constant(null), weight: oneIn - 1 },
        { arbitrary: someShares, weight: 1 },
      );
}

/** The filters of each symbol with an open position; undefined where there is none. */
export function filtersOf(
  drawn: FilterShares | null,
  { positions, prices }: Pick<Scenario["exchange"], "positions" | "prices">,
): Filters | undefined {
  if (drawn === null) return undefined;
  const filters: [Position["symbol"], SymbolFilters][] = [];
  for (const { symbol, quantity } of positions) {
    if (signOf(quantity) === 0 || filters.some(([named]) => named === symbol)) continue;
    const size = absolute(quantity);
    const notional = multiply(size, prices[symbol] ?? size);
    const bounds = [
      ...bound("stepSize", drawn.stepSize, size),
      ...bound("minQuantity", drawn.minQuantity, size),
      ...bound("minNotional", drawn.minNotional, notional),
      ...bound("maxMarketQuantity", drawn.maxMarketQuantity, size),
    ];
    if (bounds.length > 0) filters.push([symbol, Object.fromEntries(bounds)]);
  }
  return filters.length === 0 ? undefined : Object.fromEntries(filters);
}

/** None where the bound would have too many digits, or would be zero. */
function bound(
  name: keyof SymbolFilters,
  part: Decimal | null,
  whole: Decimal,
): (readonly [keyof SymbolFilters, Decimal])[] {
  if (part === null) return [];
  const value = multiply(part, whole);
  return isUnsignedDecimal(value) && signOf(value) === 1 ? [[name, value]] : [];
}

/** The notional limit that was drawn, or null where the configuration keeps its own. */
export function notionalLimitOf(
  drawn: FilterShares | null,
  { positions, prices }: Pick<Scenario["exchange"], "positions" | "prices">,
): Decimal | null {
  const [position] = positions;
  if (position === undefined || drawn === null || drawn.limit === null) return null;
  const price = prices[position.symbol];
  if (price === undefined) return null;
  const limit = multiply(drawn.limit, multiply(absolute(position.quantity), price));
  return isUnsignedDecimal(limit) ? limit : null;
}
