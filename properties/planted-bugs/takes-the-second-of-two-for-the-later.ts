/** Of two changes in one millisecond the one that comes second is believed. */
import { plantBug } from "./planted-bug.ts";

export const takesTheSecondOfTwoForTheLater = plantBug({
  name: "takes-the-second-of-two-for-the-later",
  caughtBy: "events-may-repeat-and-reorder/the-same-belief",
  smallest: 3,
  takesHistories: true,
  hear: (belief, { clientOrderId, status, updatedAtMs }) => ({
    ...belief,
    orders: belief.orders.map((order) =>
      order.clientOrderId === clientOrderId &&
      updatedAtMs >= (order.updatedAtMs ?? order.createdAtMs)
        ? { ...order, status, updatedAtMs }
        : order,
    ),
  }),
  bends: {},
});
