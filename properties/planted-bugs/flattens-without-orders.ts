/** A close that did not ask whether the open orders were known. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const flattensWithoutOrders = plantBug({
  name: "flattens-without-orders",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 3,
  parts: { limits: { ...limits, snapshotReadable: () => null } },
});
