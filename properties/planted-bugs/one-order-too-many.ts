/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooMany = plantBug(
  {
    name: "one-order-too-many",
    caughtBy: "limits-hold/max-orders",
    source: "Off by one at the boundary of a limit.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      config: { ...inputs.config, maxOrdersPerAction: inputs.config.maxOrdersPerAction + 1 },
    }),
  },
);
