/** An empty whitelist that allowed everything. */
import { plantBug } from "./planted-bug.ts";

export const needsNoWhitelist = plantBug({
  name: "needs-no-whitelist",
  caughtBy: "limits-hold/whitelist-required",
  smallest: 3,
  bends: {
    config: () => ({ requireWhitelist: false }),
  },
});
