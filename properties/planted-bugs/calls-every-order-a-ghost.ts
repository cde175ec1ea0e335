/** nautilus_trader#4230: a request for orders timed out, and all that was expected had vanished. */
import { plantBug } from "./planted-bug.ts";

export const callsEveryOrderAGhost = plantBug({
  name: "calls-every-order-a-ghost",
  source: "nautilus_trader#4230",
  expectedFailure: "invalid-snapshots-cause-no-action/mismatch-from-invalid-snapshot",
  minimalSize: 2,
  bends: {
    snapshot: ({ orders, positions }) => ({
      orders: orders.status === "ok" ? orders : { ...orders, status: "ok", items: [] },
      positions,
    }),
  },
});
