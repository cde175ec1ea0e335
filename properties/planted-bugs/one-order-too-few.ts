/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooFew = plantBug(
  "one-order-too-few",
  "what-may-be-done-is-done/nothing-is-left-out",
  {
    config: ({ maxOrdersPerAction }) => ({
      maxOrdersPerAction: Math.max(maxOrdersPerAction - 1, 0),
    }),
  },
);
