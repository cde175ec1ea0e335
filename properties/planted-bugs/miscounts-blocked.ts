/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsBlocked = plantBug(
  "miscounts-blocked",
  "reported-counts-equal-effects/blocked-is-what-the-report-lists",
  {
    counts: ({ blocked }) => ({ blocked: blocked + 1 }),
  },
);
