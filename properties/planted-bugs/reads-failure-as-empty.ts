/** A failed request that was answered with an empty list. */
import { plantBug } from "./planted-bug.ts";

export const readsFailureAsEmpty = plantBug(
  {
    name: "reads-failure-as-empty",
    caughtBy: "unreadable-state-takes-no-action/no-action",
    source: "A failed request that was answered with an empty list.",
  },
  {
    snapshot: ({ orders, positions }, _, nowMs) => ({
      orders: orders.status === "ok" ? orders : { status: "ok", takenAtMs: nowMs, items: [] },
      positions:
        positions.status === "ok" ? positions : { status: "ok", takenAtMs: nowMs, items: [] },
    }),
  },
);
