/** Faults in how order updates change the expected state. */
import { isLive, type ExpectedOrder } from "../../src/domain/order.ts";
import { applyOrderUpdate, isNamedBy, isOfEarlierOrder } from "../../src/pipeline/order-update.ts";
import type { OrderUpdate } from "../../src/pipeline/order-update.ts";
import { sequenceSiblings, withMemory, type PlantedBug } from "./planted-bug.ts";

const applied = (apply: typeof applyOrderUpdate) => ({ hooks: { applyOrderUpdate: apply } });

/** Applies an update to the order with its id where `supersedes` is true. */
function appliedIf(supersedes: (update: OrderUpdate, order: ExpectedOrder) => boolean) {
  return applied((expected, update) => {
    const { status, updatedAtMs } = update;
    const orders = expected.orders.map((order) =>
      isNamedBy(update, order) && !isOfEarlierOrder(update, order) && supersedes(update, order)
        ? { ...order, status, updatedAtMs }
        : order,
    );
    return { ...expected, orders };
  });
}

export const orderUpdateBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("snapshots-never-override-newer-updates/overridden-update", 3, {
    "snapshot-overrides-newer-update": { decisions: { isUpdatedAfterSnapshot: () => false } },
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/wrong-expected-status", 2, {
    "older-update-applied": appliedIf(() => true),
  }),
  ...sequenceSiblings("order-updates-may-repeat-and-reorder/different-expected-state", 2, {
    // Two updates of one millisecond are applied in the order of arrival.
    "same-time-updates-applied-as-they-arrive": {
      ...appliedIf(
        (update, order) => update.updatedAtMs >= (order.updatedAtMs ?? order.createdAtMs),
      ),
      minimalSize: 3,
    },
    "repeated-update-read-as-cancelled": applied((expected, update) => {
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
    }),
  }),
  ...sequenceSiblings("order-updates-may-repeat-and-reorder/different-runs", 2, {
    "action-none-after-repeated-update": withMemory(false, (isRepeated) => ({
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const { clientOrderId, updatedAtMs } = update;
          isRepeated.value ||= expected.orders.some(
            (order) => order.clientOrderId === clientOrderId && order.updatedAtMs === updatedAtMs,
          );
          return applyOrderUpdate(expected, update);
        },
        config: () => (isRepeated.value ? { action: "none" } : {}),
      },
    })),
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/forgotten-order", 2, {
    "ended-orders-forgotten": applied((expected, update) => {
      const updated = applyOrderUpdate(expected, update);
      const orders = updated.orders.filter(
        ({ clientOrderId, status }) => clientOrderId !== update.clientOrderId || isLive(status),
      );
      return { ...updated, orders };
    }),
  }),
];
