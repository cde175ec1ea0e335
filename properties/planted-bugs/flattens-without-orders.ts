/** A close that did not ask whether the open orders were known. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const flattensWithoutOrders = plantBug({
  name: "flattens-without-orders",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 3,
  parts: { limits: { ...limits, snapshotValid: () => null } },
});
