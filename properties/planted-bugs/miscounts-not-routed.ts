/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsNotRouted = plantBug(
  "miscounts-not-routed",
  "reported-counts-equal-effects/notRouted-is-what-the-report-lists",
  {
    counts: ({ notRouted }) => ({ notRouted: notRouted + 1 }),
  },
);
