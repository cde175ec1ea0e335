/** Positions were looked at first, and a resting reduce-only order made the close fail. */
import { plantBug } from "./planted-bug.ts";

export const flattensBeforeItCancels = plantBug({
  name: "flattens-before-it-cancels",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  bends: {
    snapshot: ({ orders, positions }) =>
      positions.status === "ok" && positions.items.length > 0 && orders.status === "ok"
        ? { orders: { ...orders, items: [] }, positions }
        : { orders, positions },
  },
});
