/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsFailed = plantBug(
  {
    name: "miscounts-failed",
    caughtBy: "reported-counts-equal-effects/failed-is-what-the-port-saw",
    source: "A smoke test that printed success from counts that nobody had derived.",
  },
  {
    report: (report) => ({
      ...report,
      counts: { ...report.counts, failed: report.counts.failed + 1 },
    }),
  },
);
