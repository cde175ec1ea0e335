/** Faults in the routes of mismatches, above all in the rule that orders beat positions. */
import type { Mismatch } from "../../src/domain/mismatch.ts";
import { isCancellable } from "../../src/domain/order.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { routeMismatches } from "../../src/pipeline/route.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { ordersReadIf } from "./snapshot-validity.ts";

type IsConsidered = (other: Mismatch, mismatch: Mismatch) => boolean;

/** Routes each mismatch as if only the considered others existed. */
function considering(isConsidered: IsConsidered): Decisions["routeMismatches"] {
  return (mismatches, action) =>
    mismatches.flatMap((mismatch) => {
      const others = mismatches.filter((other) => isConsidered(other, mismatch));
      return routeMismatches([mismatch, ...others], action).slice(0, 1);
    });
}

function alwaysCancelled(type: Mismatch["type"]): Decisions["routeMismatches"] {
  return (mismatches, action) =>
    routeMismatches(mismatches, action).map((route, index) =>
      mismatches[index]?.type === type ? { remediate: "cancel" } : route,
    );
}

const isCancellableOrder = ({ observed }: Mismatch) =>
  observed !== null && "status" in observed && isCancellable(observed.status);

const ignoredOrders: readonly (readonly [
  name: string,
  isRead: Parameters<typeof ordersReadIf>[0],
])[] = [
  ["partially-filled-orders-not-read", ({ status }) => status !== "PARTIALLY_FILLED"],
  ["unknown-status-orders-not-read", ({ status }) => status !== "UNKNOWN"],
  ["orders-not-read-under-flatten", (_, { config }) => config.action !== "flatten"],
  [
    "unexpected-orders-not-read",
    ({ clientOrderId }, { expected }) =>
      expected.orders.some((order) => order.clientOrderId === clientOrderId),
  ],
];

export const routingBugs: readonly PlantedBug[] = [
  ...ignoredOrders.map(([name, isRead]): PlantedBug => ({
    name,
    expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
    minimalSize: 4,
    hooks: { snapshot: ordersReadIf(isRead) },
  })),
  {
    name: "orders-not-read-next-to-positions",
    expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
    minimalSize: 4,
    hooks: {
      snapshot: (snapshot, inputs) =>
        snapshot.positions.status === "ok" && snapshot.positions.items.length > 0
          ? ordersReadIf(() => false)(snapshot, inputs)
          : {},
    },
  },
  {
    name: "only-cancellable-orders-defer-flattens",
    expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
    minimalSize: 4,
    decisions: { routeMismatches: considering(isCancellableOrder) },
  },
  {
    name: "only-same-symbol-orders-defer-flattens",
    issue: "xLydianSoftware/Qubx#386",
    expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
    minimalSize: 4,
    decisions: { routeMismatches: considering((other, { symbol }) => other.symbol === symbol) },
  },
  {
    name: "flatten-and-cancel-in-one-run",
    expectedFailure: "action-routes-only-its-kind/mixed-remediation-kinds",
    minimalSize: 4,
    decisions: { routeMismatches: considering((other) => !isCancellableOrder(other)) },
  },
  {
    name: "ended-orders-defer-flattens",
    expectedFailure: "permitted-remediations-are-executed/missing-remediation",
    minimalSize: 4,
    decisions: {
      routeMismatches: (mismatches, action) => {
        const hasOrder = mismatches.some(({ type }) => type !== "POSITION_NONZERO_UNEXPECTED");
        return routeMismatches(mismatches, action).map((route, index) =>
          hasOrder && mismatches[index]?.type === "POSITION_NONZERO_UNEXPECTED"
            ? { outcome: { status: "deferred", detail: "an order mismatch exists" } }
            : route,
        );
      },
    },
  },
  {
    name: "action-none-ignored",
    expectedFailure: "action-routes-only-its-kind/wrong-remediation-kind",
    minimalSize: 3,
    hooks: { config: () => ({ action: "cancel_then_flatten" }) },
  },
  {
    name: "flatten-under-cancel-all",
    expectedFailure: "action-routes-only-its-kind/wrong-remediation-kind",
    minimalSize: 3,
    decisions: {
      routeMismatches: (mismatches, action) =>
        routeMismatches(mismatches, action === "cancel_all" ? "cancel_then_flatten" : action),
    },
  },
  {
    name: "ended-order-cancelled",
    expectedFailure: "blocked-remediations-name-the-first-reason/wrong-outcome-or-reason",
    minimalSize: 4,
    decisions: { routeMismatches: alwaysCancelled("ORDER_STATUS_DIVERGENCE") },
  },
  {
    name: "missing-order-cancelled",
    expectedFailure: "cancels-touch-only-own-orders/cancel-of-uncancellable-order",
    minimalSize: 3,
    decisions: { routeMismatches: alwaysCancelled("ORDER_MISSING_ON_EXCHANGE") },
  },
];
