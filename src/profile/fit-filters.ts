/** Filters for a bot without a limit on its requests: no close has more parts than a run may have calls. */
import { absolute, exceeds, multiply, decimalSchema, type Decimal } from "../domain/decimal.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { entityOf, withInnerSteps } from "../scenario/step.ts";

/** Of a close. The longest run of the P0 scenarios and of random cases has fewer than 200 calls. */
const partsMax = decimalSchema.parse("100");

/** A maximum of the market that would split a position into more parts is left out. */
export function withFewParts(scenario: Scenario): Scenario {
  const { exchange, steps } = scenario;
  const { filters } = exchange;
  if (filters === undefined) return scenario;
  const sized = [
    ...exchange.positions,
    ...exchange.orders,
    ...(exchange.conditionalOrders ?? []),
    ...withInnerSteps(steps).flatMap((step) => entityOf(step) ?? []),
  ];
  const isSplitTooOften = (symbol: string, most: Decimal) =>
    sized.some(
      (one) =>
        one.symbol === symbol &&
        one.quantity !== null &&
        exceeds(absolute(one.quantity), multiply(most, partsMax)),
    );
  const fitted = Object.entries(filters).map(([symbol, bounds]): [string, SymbolFilters] => {
    const { maxMarketQuantity: most, ...rest } = bounds;
    return [symbol, most !== undefined && isSplitTooOften(symbol, most) ? rest : bounds];
  });
  return { ...scenario, exchange: { ...exchange, filters: Object.fromEntries(fitted) } };
}
