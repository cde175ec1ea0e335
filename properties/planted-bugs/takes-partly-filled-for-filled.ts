/** A partial fill that closed the order in the books. */
import { plantBug } from "./planted-bug.ts";

export const takesPartlyFilledForFilled = plantBug(
  {
    name: "takes-partly-filled-for-filled",
    caughtBy: "orders-beat-positions/no-flatten-is-sent",
    source: "A partial fill that closed the order in the books.",
  },
  {
    snapshot: ({ orders, positions }) => ({
      orders:
        orders.status === "ok"
          ? { ...orders, items: orders.items.filter(({ status }) => status !== "PARTIALLY_FILLED") }
          : orders,
      positions,
    }),
  },
);
