/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsDeferred = plantBug({
  name: "miscounts-deferred",
  expectedFailure: "reported-counts-equal-effects/deferred-count-differs-from-results",
  minimalSize: 1,
  bends: {
    counts: ({ deferred }) => ({ deferred: deferred + 1 }),
  },
});
