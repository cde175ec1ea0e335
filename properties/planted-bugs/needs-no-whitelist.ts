/** An empty whitelist that allowed everything. */
import { plantBug } from "./planted-bug.ts";

export const needsNoWhitelist = plantBug(
  {
    name: "needs-no-whitelist",
    caughtBy: "limits-hold/whitelist-required",
    source: "An empty whitelist that allowed everything.",
  },
  {
    inputs: (inputs) => ({ ...inputs, config: { ...inputs.config, requireWhitelist: false } }),
  },
);
