/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsNotRouted = plantBug({
  name: "miscounts-not-routed",
  caughtBy: "reported-counts-equal-effects/notRouted-is-what-the-report-lists",
  smallest: 1,
  bends: {
    counts: ({ notRouted }) => ({ notRouted: notRouted + 1 }),
  },
});
