/** News is believed in the order in which it comes. */
import { plantBug } from "./planted-bug.ts";

export const believesTheLastItHears = plantBug({
  name: "believes-the-last-it-hears",
  expectedFailure: "snapshots-never-override-newer-updates/wrong-expected-status",
  minimalSize: 2,
  isSequence: true,
  applyOrderUpdate: (expectedState, { clientOrderId, status, updatedAtMs }) => ({
    ...expectedState,
    orders: expectedState.orders.map((order) =>
      order.clientOrderId === clientOrderId ? { ...order, status, updatedAtMs } : order,
    ),
  }),
  bends: {},
});
