/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooMany = plantBug("one-order-too-many", "limits-hold/max-orders", {
  config: ({ maxOrdersPerAction }) => ({ maxOrdersPerAction: maxOrdersPerAction + 1 }),
});
