/** Each run keeps to its own limits, and all of them together to none. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const hasNoBudget = plantBug({
  name: "has-no-budget",
  caughtBy: "attempts-are-bounded/per-window",
  smallest: 4,
  takesHistories: true,
  parts: {
    limits: {
      ...limits,
      windowWithin: (mismatch, context) =>
        limits.windowWithin(mismatch, { ...context, earlierCalls: [] }),
    },
  },
});
