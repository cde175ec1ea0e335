/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooMany = plantBug({
  name: "one-order-too-many",
  expectedFailure: "limits-hold/max-orders",
  minimalSize: 3,
  bends: {
    config: ({ maxOrdersPerAction }) => ({ maxOrdersPerAction: maxOrdersPerAction + 1 }),
  },
});
