/** An order that was placed a moment ago was called lost. */
import { plantBug } from "./planted-bug.ts";

export const hasNoGracePeriod = plantBug({
  name: "has-no-grace-period",
  expectedFailure: "no-mismatch-no-action/report-without-mismatch",
  minimalSize: 3,
  bends: {
    config: () => ({ orderGracePeriodMs: 0 }),
  },
});
