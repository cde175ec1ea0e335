/** A page of results that was not the last one. */
import { plantBug } from "./planted-bug.ts";

export const overlooksTheLastOrder = plantBug(
  "overlooks-the-last-order",
  "every-difference-is-found/nothing-is-missing",
  {
    snapshot: ({ orders, positions }) => ({
      orders: orders.status === "ok" ? { ...orders, items: orders.items.slice(0, -1) } : orders,
      positions,
    }),
  },
);
