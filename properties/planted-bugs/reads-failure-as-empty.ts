/** A failed request that was answered with an empty list. */
import { plantBug } from "./planted-bug.ts";

export const readsFailureAsEmpty = plantBug(
  "reads-failure-as-empty",
  "unreadable-state-takes-no-action/no-action",
  {
    snapshot: ({ orders, positions }, nowMs) => ({
      orders: orders.status === "ok" ? orders : { status: "ok", takenAtMs: nowMs, items: [] },
      positions:
        positions.status === "ok" ? positions : { status: "ok", takenAtMs: nowMs, items: [] },
    }),
  },
);
