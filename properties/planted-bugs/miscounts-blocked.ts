/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsBlocked = plantBug({
  name: "miscounts-blocked",
  expectedFailure: "reported-counts-equal-effects/blocked-count-differs-from-results",
  minimalSize: 1,
  bends: {
    counts: ({ blocked }) => ({ blocked: blocked + 1 }),
  },
});
