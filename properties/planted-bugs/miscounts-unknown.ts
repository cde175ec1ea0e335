/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsUnknown = plantBug({
  name: "miscounts-unknown",
  caughtBy: "reported-counts-equal-effects/unknown-is-what-the-port-saw",
  smallest: 1,
  bends: {
    counts: ({ unknown }) => ({ unknown: unknown + 1 }),
  },
});
