/**
 * The invariants of each change at the simulated exchange. A breach is a defect of the simulation, and never
 * a failure of the target.
 */
import { absolute, add, exceeds, negate, signOf, type Decimal } from "../domain/decimal.ts";
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { isLive, type ObservedOrder } from "../domain/order.ts";
import { hasSignOfItsLeg, positionKey, type Position } from "../domain/position.ts";

/** Why an order cannot have changed so, or null. */
export function breachOfOrder(before: ObservedOrder, after: ObservedOrder): string | null {
  const { clientOrderId: id, quantity, filledQuantity } = after;
  if (!isLive(before.status)) return `order ${id} changed after it ended`;
  if (quantity !== before.quantity) return `order ${id} has another quantity than before`;
  if (filledQuantity === before.filledQuantity) return null;
  if (exceeds(before.filledQuantity, filledQuantity)) return `order ${id} lost a part of its fill`;
  // A scenario may start with an order that is filled too far; it fills no further.
  const most = exceeds(before.filledQuantity, quantity) ? before.filledQuantity : quantity;
  return exceeds(filledQuantity, most) ? `order ${id} filled more than its quantity` : null;
}

/** Why a conditional order cannot have changed so, or null. */
export function breachOfConditionalOrder(
  before: ObservedConditionalOrder,
  after: ObservedConditionalOrder,
): string | null {
  const { clientOrderId: id, quantity, status } = after;
  if (!isLive(before.status)) return `conditional order ${id} changed after it ended`;
  if (quantity !== before.quantity) return `conditional order ${id} has another quantity`;
  return before.status === "TRIGGERING" && status === "CANCELLED"
    ? `conditional order ${id} was cancelled while it triggered`
    : null;
}

/** Why a position cannot be so, or null. */
export function breachOfPosition(position: Position): string | null {
  return hasSignOfItsLeg(position)
    ? null
    : `position ${positionKey(position)} is ${position.quantity}, on the wrong side of zero`;
}

export type Fill = {
  readonly side: "BUY" | "SELL";
  readonly mayOnlyReduce: boolean;
  readonly quantity: Decimal;
};

/** Why a fill cannot have moved its position from one quantity to the other, or null. */
export function breachOfFill(
  { side, mayOnlyReduce, quantity }: Fill,
  before: Decimal,
  after: Decimal,
): string | null {
  const moved = side === "BUY" ? add(after, negate(before)) : add(before, negate(after));
  const fill = `a ${side} of ${quantity} moved a position from ${before} to ${after}`;
  if (signOf(add(moved, negate(quantity))) !== 0) return `${fill}, which is not its quantity`;
  if (!mayOnlyReduce) return null;
  const sign = signOf(after);
  const reduces =
    sign === 0 || (sign === signOf(before) && !exceeds(absolute(after), absolute(before)));
  return reduces ? null : `${fill}, though it may only reduce`;
}
