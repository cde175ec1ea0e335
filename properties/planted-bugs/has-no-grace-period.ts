/** An order that was placed a moment ago was called lost. */
import { plantBug } from "./planted-bug.ts";

export const hasNoGracePeriod = plantBug(
  "has-no-grace-period",
  "agreement-is-left-alone/not-reported",
  {
    config: () => ({ orderGracePeriodMs: 0 }),
  },
);
