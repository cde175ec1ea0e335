/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedNoAction = plantBug({
  name: "miscounts-skipped-no-action",
  expectedFailure: "reported-counts-equal-effects/skipped-no-action-count-differs-from-results",
  minimalSize: 1,
  bends: {
    counts: ({ skippedNoAction }) => ({ skippedNoAction: skippedNoAction + 1 }),
  },
});
