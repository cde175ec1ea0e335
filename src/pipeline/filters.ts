/** How the filters of the venue shape the close of a position: rounded down, and split where it is too large. */
import {
  absolute,
  add,
  exceeds,
  multiply,
  negate,
  roundDown,
  signOf,
  type Decimal,
} from "../domain/decimal.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import type { ObservedPosition } from "../domain/position.ts";

/**
 * The quantities of the market orders that close the position, in the order in which they are sent: each but the last
 * is the largest that the venue takes. For example 1.25 with a step of 0.1 and a maximum of 0.5: 0.5, 0.5, 0.2.
 *
 * A rest below a minimum is not sent; the next run reports it. None: every order would be below a minimum. They are
 * computed one by one, because a large position can have more parts than a list holds.
 */
export function* partsOf(
  { quantity, markPrice, positionSide }: ObservedPosition,
  filters: SymbolFilters,
): Generator<Decimal, void> {
  const { stepSize, maxMarketQuantity } = filters;
  let left = rounded(absolute(quantity), stepSize);
  const largest = maxMarketQuantity === undefined ? left : rounded(maxMarketQuantity, stepSize);
  // The venue exempts only an order that sends `reduceOnly`, which a leg of a hedge cannot.
  const price = positionSide === "BOTH" ? null : markPrice;
  while (signOf(left) === 1) {
    const part = exceeds(left, largest) ? largest : left;
    if (signOf(part) === 0 || isBelowMinimum(part, price, filters)) return;
    yield part;
    left = add(left, negate(part));
  }
}

function rounded(quantity: Decimal, stepSize: Decimal | undefined): Decimal {
  return stepSize === undefined ? quantity : roundDown(quantity, stepSize);
}

/** Without a price there is no smallest notional. */
function isBelowMinimum(
  quantity: Decimal,
  price: Decimal | null,
  { minQuantity, minNotional }: SymbolFilters,
): boolean {
  if (minQuantity !== undefined && exceeds(minQuantity, quantity)) return true;
  return (
    minNotional !== undefined && price !== null && exceeds(minNotional, multiply(quantity, price))
  );
}
