/** News is believed in the order in which it comes. */
import { plantBug } from "./planted-bug.ts";

export const believesTheLastItHears = plantBug({
  name: "believes-the-last-it-hears",
  caughtBy: "stale-never-overrides-fresh/the-newest-news-is-believed",
  smallest: 2,
  takesHistories: true,
  hear: (belief, { clientOrderId, status, updatedAtMs }) => ({
    ...belief,
    orders: belief.orders.map((order) =>
      order.clientOrderId === clientOrderId ? { ...order, status, updatedAtMs } : order,
    ),
  }),
  bends: {},
});
