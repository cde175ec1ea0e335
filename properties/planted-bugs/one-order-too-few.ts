/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooFew = plantBug(
  {
    name: "one-order-too-few",
    caughtBy: "what-may-be-done-is-done/nothing-is-left-out",
    source: "Off by one at the boundary of a limit.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      config: {
        ...inputs.config,
        maxOrdersPerAction: Math.max(inputs.config.maxOrdersPerAction - 1, 0),
      },
    }),
  },
);
