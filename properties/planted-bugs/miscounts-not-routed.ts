/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsNotRouted = plantBug(
  {
    name: "miscounts-not-routed",
    caughtBy: "reported-counts-equal-effects/notRouted-is-what-the-report-lists",
    source: "A smoke test that printed success from counts that nobody had derived.",
  },
  {
    report: (report) => ({
      ...report,
      counts: { ...report.counts, notRouted: report.counts.notRouted + 1 },
    }),
  },
);
