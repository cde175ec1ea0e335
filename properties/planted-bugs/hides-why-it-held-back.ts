/** A block without a reason, which nobody could act on. */
import { plantBug } from "./planted-bug.ts";

export const hidesWhyItHeldBack = plantBug(
  "hides-why-it-held-back",
  "what-is-held-back-says-why/the-first-reason",
  {
    report: (report) => ({ ...report, blockReason: null }),
  },
);
