/** Which of two states of an order is newer. */
import type { AnyOrderStatus } from "../../src/domain/order.ts";

/** From an order that is placed to one that ended. */
const statusOrder: readonly AnyOrderStatus[] = [
  "PENDING",
  "OPEN",
  "PARTIALLY_FILLED",
  "NEW",
  "TRIGGERING",
  "UNKNOWN",
  "FILLED",
  "TRIGGERED",
  "CANCELLED",
  "REJECTED",
  "EXPIRED",
];

type Change = { readonly status: AnyOrderStatus; readonly updatedAtMs: number };

/** Above zero where the left change is newer; within one millisecond a later status is newer. */
export function compareChanges(left: Change, right: Change): number {
  return (
    left.updatedAtMs - right.updatedAtMs ||
    statusOrder.indexOf(left.status) - statusOrder.indexOf(right.status)
  );
}
