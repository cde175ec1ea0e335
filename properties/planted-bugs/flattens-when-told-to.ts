/** An action that was read as an order to ignore the rest. */
import { plantBug } from "./planted-bug.ts";

export const flattensWhenToldTo = plantBug(
  {
    name: "flattens-when-told-to",
    caughtBy: "orders-beat-positions/no-flatten-is-sent",
    source: "An action that was read as an order to ignore the rest.",
  },
  {
    snapshot: ({ orders, positions }, { config }) => ({
      orders:
        orders.status === "ok" && config.action === "flatten" ? { ...orders, items: [] } : orders,
      positions,
    }),
  },
);
