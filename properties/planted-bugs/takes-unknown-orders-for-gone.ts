/** A status that nobody had a word for was called ended. */
import { plantBug } from "./planted-bug.ts";

export const takesUnknownOrdersForGone = plantBug(
  {
    name: "takes-unknown-orders-for-gone",
    caughtBy: "orders-beat-positions/no-flatten-is-sent",
    source: "A status that nobody had a word for was called ended.",
  },
  {
    snapshot: ({ orders, positions }) => ({
      orders:
        orders.status === "ok"
          ? { ...orders, items: orders.items.filter(({ status }) => status !== "UNKNOWN") }
          : orders,
      positions,
    }),
  },
);
