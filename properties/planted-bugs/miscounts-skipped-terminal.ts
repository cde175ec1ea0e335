/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedTerminal = plantBug({
  name: "miscounts-skipped-terminal",
  caughtBy: "reported-counts-equal-effects/skippedTerminal-is-what-the-report-lists",
  smallest: 1,
  bends: {
    counts: ({ skippedTerminal }) => ({ skippedTerminal: skippedTerminal + 1 }),
  },
});
