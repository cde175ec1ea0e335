/** The status of an order in either list: whether it is live, may be cancelled, and which of two is newer. */
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

const endedStatuses: ReadonlySet<AnyOrderStatus> = new Set(
  statusOrder.slice(statusOrder.indexOf("FILLED")),
);

export function isLiveOrder(order: { readonly status: AnyOrderStatus } | null): boolean {
  return order !== null && !endedStatuses.has(order.status);
}

/** Whether the venue accepts a cancel of an order in this status. */
export function isCancellableStatus(status: AnyOrderStatus | undefined): boolean {
  return status === "OPEN" || status === "PARTIALLY_FILLED" || status === "NEW";
}

type Change = { readonly status: AnyOrderStatus; readonly updatedAtMs: number };

/** Above zero where the left change is newer; within one millisecond a later status is newer. */
export function compareChanges(left: Change, right: Change): number {
  return (
    left.updatedAtMs - right.updatedAtMs ||
    statusOrder.indexOf(left.status) - statusOrder.indexOf(right.status)
  );
}
