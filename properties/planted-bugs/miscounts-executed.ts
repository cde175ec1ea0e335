/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsExecuted = plantBug(
  "miscounts-executed",
  "reported-counts-equal-effects/executed-is-what-the-port-saw",
  {
    counts: ({ executed }) => ({ executed: executed + 1 }),
  },
);
