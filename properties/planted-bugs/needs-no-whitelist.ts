/** An empty whitelist that allowed everything. */
import { plantBug } from "./planted-bug.ts";

export const needsNoWhitelist = plantBug({
  name: "needs-no-whitelist",
  expectedFailure: "limits-hold/whitelist-required",
  minimalSize: 3,
  bends: {
    config: () => ({ requireWhitelist: false }),
  },
});
