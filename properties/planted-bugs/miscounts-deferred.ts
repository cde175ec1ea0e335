/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsDeferred = plantBug({
  name: "miscounts-deferred",
  caughtBy: "reported-counts-equal-effects/deferred-is-what-the-report-lists",
  smallest: 1,
  bends: {
    counts: ({ deferred }) => ({ deferred: deferred + 1 }),
  },
});
