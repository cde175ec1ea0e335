/** The normal order that takes the place of a conditional one. The venue names it: it is no order of the bot. */
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { absolute, signOf, zero, type Decimal } from "../domain/decimal.ts";
import type { ObservedOrder } from "../domain/order.ts";

/** The ids of these orders start so. No other id of a scenario should. */
const prefix = "triggered_";

/**
 * Of an order without a quantity (`closePosition`) it has the size of the position, and may only reduce. Null where
 * there is nothing to close. `number` makes its id unique.
 */
export function triggeredOrder(
  order: ObservedConditionalOrder,
  position: Decimal,
  number: number,
  nowMs: number,
): ObservedOrder | null {
  const { symbol, side, positionSide, orderId } = order;
  const sign = side === "BUY" ? 1 : -1;
  if (order.quantity === null && signOf(position) * sign !== -1) return null;
  return {
    clientOrderId: clientOrderIdSchema.parse(`${prefix}${number}_${nowMs}`),
    orderId,
    symbol,
    side,
    positionSide,
    type: "MARKET",
    quantity: order.quantity ?? absolute(position),
    filledQuantity: zero,
    price: zero,
    reduceOnly: positionSide === "BOTH" && (order.reduceOnly || order.quantity === null),
    status: "OPEN",
    updatedAtMs: nowMs,
  };
}
