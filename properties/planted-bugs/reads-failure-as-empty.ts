/** TorchTrade#270: a request that failed was answered with nothing held and nothing open. */
import { plantBug } from "./planted-bug.ts";

export const readsFailureAsEmpty = plantBug({
  name: "reads-failure-as-empty",
  source: "TorchTrade#270",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 3,
  bends: {
    snapshot: ({ orders, positions }, nowMs) => ({
      orders: orders.status === "ok" ? orders : { status: "ok", takenAtMs: nowMs, items: [] },
      positions:
        positions.status === "ok" ? positions : { status: "ok", takenAtMs: nowMs, items: [] },
    }),
  },
});
