/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedNoAction = plantBug(
  "miscounts-skipped-no-action",
  "reported-counts-equal-effects/skippedNoAction-is-what-the-report-lists",
  {
    counts: ({ skippedNoAction }) => ({ skippedNoAction: skippedNoAction + 1 }),
  },
);
