/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooMany = plantBug({
  name: "one-order-too-many",
  caughtBy: "limits-hold/max-orders",
  smallest: 3,
  bends: {
    config: ({ maxOrdersPerAction }) => ({ maxOrdersPerAction: maxOrdersPerAction + 1 }),
  },
});
