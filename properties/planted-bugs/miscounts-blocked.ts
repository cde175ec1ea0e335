/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsBlocked = plantBug({
  name: "miscounts-blocked",
  caughtBy: "reported-counts-equal-effects/blocked-is-what-the-report-lists",
  smallest: 1,
  bends: {
    counts: ({ blocked }) => ({ blocked: blocked + 1 }),
  },
});
