/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsSkippedTerminal = plantBug({
  name: "miscounts-skipped-terminal",
  expectedFailure: "reported-counts-equal-effects/skipped-terminal-count-differs-from-results",
  minimalSize: 1,
  bends: {
    counts: ({ skippedTerminal }) => ({ skippedTerminal: skippedTerminal + 1 }),
  },
});
