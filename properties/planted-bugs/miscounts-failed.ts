/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsFailed = plantBug({
  name: "miscounts-failed",
  caughtBy: "reported-counts-equal-effects/failed-is-what-the-port-saw",
  smallest: 1,
  bends: {
    counts: ({ failed }) => ({ failed: failed + 1 }),
  },
});
