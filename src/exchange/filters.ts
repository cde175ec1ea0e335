/** The filters of the venue for market orders. Which one the venue checks first is not documented. */
import { exceeds, multiply, roundDown, type Decimal } from "../domain/decimal.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import type { PlaceMarketOrder, PortReply } from "../domain/port-call.ts";
import { rejectedBy } from "./venue-errors.ts";

/**
 * Null for an order that fits the filters. `price` is the mark price, or null where it is unknown. Only an order that
 * sends `reduceOnly` is free from the smallest notional, by the text of -4164. An order that closes a leg of a hedge
 * cannot send it. Whether the venue exempts such an order is not verified.
 */
export function refuseByFilters(
  { quantity, reduceOnly }: PlaceMarketOrder,
  { stepSize, minQuantity, minNotional, maxMarketQuantity }: SymbolFilters,
  price: Decimal | null,
): PortReply | null {
  if (stepSize !== undefined && exceeds(quantity, roundDown(quantity, stepSize))) {
    return rejectedBy(decimalsOf(quantity) > decimalsOf(stepSize) ? -1111 : -4023);
  }
  if (minQuantity !== undefined && exceeds(minQuantity, quantity)) return rejectedBy(-4004);
  if (maxMarketQuantity !== undefined && exceeds(quantity, maxMarketQuantity)) {
    return rejectedBy(-4005);
  }
  if (minNotional === undefined || price === null || reduceOnly === true) return null;
  return exceeds(minNotional, multiply(quantity, price)) ? rejectedBy(-4164) : null;
}

/** Of a value without superfluous zeros at its end, and of a step as the venue writes it: `0.001` or `0.00100`. */
export function decimalsOf(value: string): number {
  const digits = value.replace(/0+$/, "");
  const point = value.indexOf(".");
  return point === -1 ? 0 : digits.length - point - 1;
}
