/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsFailed = plantBug({
  name: "miscounts-failed",
  expectedFailure: "reported-counts-equal-effects/failed-count-differs-from-port",
  minimalSize: 1,
  bends: {
    counts: ({ failed }) => ({ failed: failed + 1 }),
  },
});
