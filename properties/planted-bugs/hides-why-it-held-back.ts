/** A block without a reason, which nobody could act on. */
import { plantBug } from "./planted-bug.ts";

export const hidesWhyItHeldBack = plantBug({
  name: "hides-why-it-held-back",
  caughtBy: "what-is-held-back-says-why/the-first-reason",
  smallest: 1,
  bends: {
    report: (report) => ({ ...report, blockReason: null }),
  },
});
