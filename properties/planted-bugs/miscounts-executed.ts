/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsExecuted = plantBug({
  name: "miscounts-executed",
  expectedFailure: "reported-counts-equal-effects/executed-count-differs-from-port",
  minimalSize: 1,
  bends: {
    counts: ({ executed }) => ({ executed: executed + 1 }),
  },
});
