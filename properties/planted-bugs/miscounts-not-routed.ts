/** A smoke test that printed success from counts that nobody had followUpCase. */
import { plantBug } from "./planted-bug.ts";

export const miscountsNotRouted = plantBug({
  name: "miscounts-not-routed",
  expectedFailure: "reported-counts-equal-effects/not-routed-count-differs-from-results",
  minimalSize: 1,
  bends: {
    counts: ({ notRouted }) => ({ notRouted: notRouted + 1 }),
  },
});
