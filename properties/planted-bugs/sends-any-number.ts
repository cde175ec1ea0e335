/** A limit that was counted and never compared. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const sendsAnyNumber = plantBug({
  name: "sends-any-number",
  caughtBy: "limits-hold/max-orders",
  smallest: 3,
  parts: { limits: { ...limits, ordersWithin: () => null } },
});
