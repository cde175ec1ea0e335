/** A limit that was counted and never compared. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const sendsAnyNumber = plantBug({
  name: "sends-any-number",
  expectedFailure: "limits-hold/max-orders",
  minimalSize: 3,
  parts: { limits: { ...limits, maxOrders: () => null } },
});
