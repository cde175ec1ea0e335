/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsPlanned = plantBug({
  name: "miscounts-planned",
  caughtBy: "reported-counts-equal-effects/planned-is-what-the-report-lists",
  smallest: 3,
  bends: { counts: ({ planned }) => ({ planned: Math.max(planned - 1, 0) }) },
});
