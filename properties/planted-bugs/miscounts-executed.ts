/** A smoke test that printed success from counts that nobody had derived. */
import { plantBug } from "./planted-bug.ts";

export const miscountsExecuted = plantBug({
  name: "miscounts-executed",
  caughtBy: "reported-counts-equal-effects/executed-is-what-the-port-saw",
  smallest: 1,
  bends: {
    counts: ({ executed }) => ({ executed: executed + 1 }),
  },
});
