/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsUnknown = plantBug(
  "miscounts-unknown",
  "reported-counts-equal-effects/unknown-is-what-the-port-saw",
  {
    counts: ({ unknown }) => ({ unknown: unknown + 1 }),
  },
);
