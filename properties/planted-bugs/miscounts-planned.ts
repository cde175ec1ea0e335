/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsPlanned = plantBug({
  name: "miscounts-planned",
  expectedFailure: "reported-counts-equal-effects/planned-count-differs-from-results",
  minimalSize: 3,
  bends: { counts: ({ planned }) => ({ planned: Math.max(planned - 1, 0) }) },
});
