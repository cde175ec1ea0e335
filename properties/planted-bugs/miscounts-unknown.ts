/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsUnknown = plantBug({
  name: "miscounts-unknown",
  expectedFailure: "reported-counts-equal-effects/unknown-count-differs-from-port",
  minimalSize: 1,
  bends: {
    counts: ({ unknown }) => ({ unknown: unknown + 1 }),
  },
});
