/** A page of results that was not the last one. */
import { plantBug } from "./planted-bug.ts";

export const overlooksTheLastOrder = plantBug({
  name: "overlooks-the-last-order",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 3,
  bends: {
    snapshot: ({ orders, positions }) => ({
      orders: orders.status === "ok" ? { ...orders, items: orders.items.slice(0, -1) } : orders,
      positions,
    }),
  },
});
