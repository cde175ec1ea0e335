/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsDeferred = plantBug(
  {
    name: "miscounts-deferred",
    caughtBy: "reported-counts-equal-effects/deferred-is-what-the-report-lists",
    source: "A smoke test that printed success from counts that nobody had derived.",
  },
  {
    report: (report) => ({
      ...report,
      counts: { ...report.counts, deferred: report.counts.deferred + 1 },
    }),
  },
);
