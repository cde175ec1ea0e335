/** Faults in the routes of mismatches, above all in the rule that orders beat positions. */
import { decideMode } from "../../src/pipeline/gates.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import { isCancellable } from "../../src/domain/order.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { routeMismatches } from "../../src/pipeline/route.ts";
import { configWith, siblings, type PlantedBug } from "./planted-bug.ts";
import { ordersReadIf } from "./snapshot-validity.ts";

const routed = (route: Decisions["routeMismatches"]) => ({ decisions: { routeMismatches: route } });

type IsConsidered = (other: Mismatch, mismatch: Mismatch) => boolean;

/** Routes each mismatch as if only the considered others existed. */
function considering(isConsidered: IsConsidered) {
  return routed((mismatches, action) =>
    mismatches.flatMap((mismatch) => {
      const others = mismatches.filter((other) => isConsidered(other, mismatch));
      return routeMismatches([mismatch, ...others], action).slice(0, 1);
    }),
  );
}

function alwaysCancelled(type: Mismatch["type"]) {
  return routed((mismatches, action) =>
    routeMismatches(mismatches, action).map((route, index) =>
      mismatches[index]?.type === type ? { remediate: "cancel" } : route,
    ),
  );
}

const isCancellableOrder = ({ observed }: Mismatch) =>
  observed !== null && "status" in observed && isCancellable(observed.status);

/** Whether the other mismatch is an order on the side of the position. */
function growsPosition({ observed: order }: Mismatch, { observed: position }: Mismatch): boolean {
  if (order === null || !("side" in order)) return false;
  if (position === null || !("quantity" in position) || "side" in position) return true;
  return (order.side === "SELL") === position.quantity.startsWith("-");
}

export const routingBugs: readonly PlantedBug[] = [
  ...siblings("action-routes-only-its-kind/wrong-remediation-kind", 3, {
    "action-none-ignored": configWith({ action: "cancel_then_flatten" }),
    "flatten-under-cancel-all": routed((mismatches, action) =>
      routeMismatches(mismatches, action === "cancel_all" ? "cancel_then_flatten" : action),
    ),
  }),
  ...siblings("orders-beat-positions/flatten-planned-before-orders", 3, {
    "orders-not-read-in-a-dry-run": ordersReadIf(
      (_, { gates }) => decideMode(gates).mode === "live",
    ),
  }),
  ...siblings("orders-beat-positions/flatten-sent-before-orders", 4, {
    "partially-filled-orders-not-read": ordersReadIf(({ status }) => status !== "PARTIALLY_FILLED"),
    "unknown-status-orders-not-read": ordersReadIf(({ status }) => status !== "UNKNOWN"),
    "order-with-a-cancel-under-way-not-read": ordersReadIf(
      ({ statusWord }) => statusWord !== "PENDING_CANCEL",
    ),
    "orders-not-read-under-flatten": ordersReadIf((_, { config }) => config.action !== "flatten"),
    "unexpected-orders-not-read": ordersReadIf(({ clientOrderId }, { expected }) =>
      expected.orders.some((order) => order.clientOrderId === clientOrderId),
    ),
    "orders-not-read-next-to-positions": ordersReadIf(
      (_, __, { positions }) => positions.status === "failed" || positions.items.length === 0,
    ),
    "only-cancellable-orders-defer-flattens": considering(isCancellableOrder),
    // An order that does not only reduce can open the position again, or turn it around.
    "only-reducing-orders-defer-flattens": considering(
      ({ observed }) => observed !== null && "reduceOnly" in observed && observed.reduceOnly,
    ),
    "only-growing-orders-defer-flattens": considering(growsPosition),
    "only-same-symbol-orders-defer-flattens": {
      issue: "xLydianSoftware/Qubx#386",
      ...considering((other, { symbol }) => other.symbol === symbol),
    },
  }),
  ...siblings("action-routes-only-its-kind/mixed-remediation-kinds", 4, {
    "flatten-and-cancel-in-one-run": considering((other) => !isCancellableOrder(other)),
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 4, {
    "ended-orders-defer-flattens": routed((mismatches, action) => {
      const hasOrder = mismatches.some(({ type }) => type !== "POSITION_NONZERO_UNEXPECTED");
      return routeMismatches(mismatches, action).map((route, index) =>
        hasOrder && mismatches[index]?.type === "POSITION_NONZERO_UNEXPECTED"
          ? { outcome: { status: "deferred", detail: "an order mismatch exists" } }
          : route,
      );
    }),
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-outcome-or-reason", 4, {
    "ended-order-cancelled": alwaysCancelled("ORDER_STATUS_DIVERGENCE"),
  }),
  ...siblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 3, {
    "missing-order-cancelled": alwaysCancelled("ORDER_MISSING_ON_EXCHANGE"),
  }),
];
