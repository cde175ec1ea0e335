/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooFew = plantBug({
  name: "one-order-too-few",
  caughtBy: "what-may-be-done-is-done/nothing-is-left-out",
  smallest: 3,
  bends: {
    config: ({ maxOrdersPerAction }) => ({
      maxOrdersPerAction: Math.max(maxOrdersPerAction - 1, 0),
    }),
  },
});
