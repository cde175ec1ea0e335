/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedTerminal = plantBug(
  {
    name: "miscounts-skipped-terminal",
    caughtBy: "reported-counts-equal-effects/skippedTerminal-is-what-the-report-lists",
    source: "A smoke test that printed success from counts that nobody had derived.",
  },
  {
    report: (report) => ({
      ...report,
      counts: { ...report.counts, skippedTerminal: report.counts.skippedTerminal + 1 },
    }),
  },
);
