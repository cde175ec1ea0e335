/** A market order after its end, which comes at once. */
import { absolute, add, negate, signOf, zero } from "../domain/decimal.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { PlaceMarketOrder, PortEffect } from "../domain/port-call.ts";

/** What of it did not fill has expired. `number` makes its order id unique. */
export function endedMarketOrder(
  request: PlaceMarketOrder,
  position: PortEffect["position"],
  atMs: number,
  number: number,
): ObservedOrder {
  const { symbol, clientOrderId, side, quantity, positionSide, reduceOnly } = request;
  const moved = position === null ? zero : add(position.after, negate(position.before));
  return {
    clientOrderId,
    orderId: newOrderId(atMs, number),
    symbol,
    side,
    positionSide: positionSide ?? "BOTH",
    type: "MARKET",
    quantity,
    filledQuantity: absolute(moved),
    price: zero,
    reduceOnly: reduceOnly === true,
    status: signOf(add(quantity, negate(absolute(moved)))) === 0 ? "FILLED" : "EXPIRED",
    updatedAtMs: atMs,
  };
}

/** Below 2^53, for clients that read it as a number. `number` differs from that of others of the same millisecond. */
export function newOrderId(atMs: number, number: number): string {
  return `${atMs}${String(number % 1_000).padStart(3, "0")}`;
}
