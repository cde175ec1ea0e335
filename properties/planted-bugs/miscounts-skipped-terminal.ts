/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedTerminal = plantBug(
  "miscounts-skipped-terminal",
  "reported-counts-equal-effects/skippedTerminal-is-what-the-report-lists",
  {
    counts: ({ skippedTerminal }) => ({ skippedTerminal: skippedTerminal + 1 }),
  },
);
