/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsUnknown = plantBug(
  {
    name: "miscounts-unknown",
    caughtBy: "reported-counts-equal-effects/unknown-is-what-the-port-saw",
    source: "A smoke test that printed success from counts that nobody had derived.",
  },
  {
    report: (report) => ({
      ...report,
      counts: { ...report.counts, unknown: report.counts.unknown + 1 },
    }),
  },
);
