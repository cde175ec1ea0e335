/** An empty whitelist that allowed everything. */
import { plantBug } from "./planted-bug.ts";

export const needsNoWhitelist = plantBug("needs-no-whitelist", "limits-hold/whitelist-required", {
  config: () => ({ requireWhitelist: false }),
});
