/** Faults in how order updates change the expected state. */
import { isLive, type ExpectedOrder } from "../../src/domain/order.ts";
import { applyOrderUpdate, type OrderUpdate } from "../../src/pipeline/order-update.ts";
import type { Hooks, PlantedBug } from "./planted-bug.ts";

/** Applies an update to the order with its id where `supersedes` says so. */
function appliedIf(supersedes: (update: OrderUpdate, order: ExpectedOrder) => boolean): Hooks {
  return {
    applyOrderUpdate: (expected, update) => {
      const { clientOrderId, status, updatedAtMs } = update;
      const orders = expected.orders.map((order) =>
        order.clientOrderId === clientOrderId && supersedes(update, order)
          ? { ...order, status, updatedAtMs }
          : order,
      );
      return { ...expected, orders };
    },
  };
}

export const orderUpdateBugs: readonly PlantedBug[] = [
  {
    name: "snapshot-overrides-newer-update",
    expectedFailure: "snapshots-never-override-newer-updates/overridden-update",
    minimalSize: 3,
    isSequence: true,
    decisions: { isUpdatedAfterSnapshot: () => false },
  },
  {
    name: "older-update-applied",
    expectedFailure: "snapshots-never-override-newer-updates/wrong-expected-status",
    minimalSize: 2,
    isSequence: true,
    hooks: appliedIf(() => true),
  },
  {
    // Two updates of one millisecond are applied in the order of arrival.
    name: "same-time-updates-applied-as-they-arrive",
    expectedFailure: "order-updates-may-repeat-and-reorder/different-expected-state",
    minimalSize: 3,
    isSequence: true,
    hooks: appliedIf(
      (update, order) => update.updatedAtMs >= (order.updatedAtMs ?? order.createdAtMs),
    ),
  },
  {
    name: "repeated-update-read-as-cancelled",
    expectedFailure: "order-updates-may-repeat-and-reorder/different-expected-state",
    minimalSize: 2,
    isSequence: true,
    hooks: {
      applyOrderUpdate: (expected, update) => {
        const { clientOrderId, updatedAtMs } = update;
        const isRepeated = expected.orders.some(
          (order) => order.clientOrderId === clientOrderId && order.updatedAtMs === updatedAtMs,
        );
        const updated = applyOrderUpdate(expected, update);
        const orders = updated.orders.map((order) =>
          isRepeated && order.clientOrderId === clientOrderId
            ? { ...order, status: "CANCELLED" as const }
            : order,
        );
        return { ...updated, orders };
      },
    },
  },
  {
    name: "ended-orders-forgotten",
    expectedFailure: "snapshots-never-override-newer-updates/forgotten-order",
    minimalSize: 2,
    isSequence: true,
    hooks: {
      applyOrderUpdate: (expected, update) => {
        const updated = applyOrderUpdate(expected, update);
        const orders = updated.orders.filter(
          ({ clientOrderId, status }) => clientOrderId !== update.clientOrderId || isLive(status),
        );
        return { ...updated, orders };
      },
    },
  },
  {
    name: "positions-cleared-by-order-update",
    expectedFailure: "snapshots-never-override-newer-updates/position-changed-by-order-update",
    minimalSize: 2,
    isSequence: true,
    hooks: {
      applyOrderUpdate: (expected, update) => ({
        ...applyOrderUpdate(expected, update),
        positions: [],
      }),
    },
  },
];
