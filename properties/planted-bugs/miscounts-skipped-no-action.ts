/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedNoAction = plantBug({
  name: "miscounts-skipped-no-action",
  caughtBy: "reported-counts-equal-effects/skippedNoAction-is-what-the-report-lists",
  smallest: 1,
  bends: {
    counts: ({ skippedNoAction }) => ({ skippedNoAction: skippedNoAction + 1 }),
  },
});
