/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsFailed = plantBug(
  "miscounts-failed",
  "reported-counts-equal-effects/failed-is-what-the-port-saw",
  {
    counts: ({ failed }) => ({ failed: failed + 1 }),
  },
);
