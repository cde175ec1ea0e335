/** Of two changes in one millisecond the one that comes second is believed. */
import { plantBug } from "./planted-bug.ts";

export const takesTheSecondOfTwoForTheLater = plantBug({
  name: "takes-the-second-of-two-for-the-later",
  expectedFailure: "order-updates-may-repeat-and-reorder/different-expected-state",
  minimalSize: 3,
  isSequence: true,
  applyOrderUpdate: (expectedState, { clientOrderId, status, updatedAtMs }) => ({
    ...expectedState,
    orders: expectedState.orders.map((order) =>
      order.clientOrderId === clientOrderId &&
      updatedAtMs >= (order.updatedAtMs ?? order.createdAtMs)
        ? { ...order, status, updatedAtMs }
        : order,
    ),
  }),
  bends: {},
});
