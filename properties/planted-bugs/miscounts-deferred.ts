/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsDeferred = plantBug(
  "miscounts-deferred",
  "reported-counts-equal-effects/deferred-is-what-the-report-lists",
  {
    counts: ({ deferred }) => ({ deferred: deferred + 1 }),
  },
);
