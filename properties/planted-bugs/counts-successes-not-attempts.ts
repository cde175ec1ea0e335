/** Only what was accepted counts as an attempt. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const countsSuccessesNotAttempts = plantBug({
  name: "counts-successes-not-attempts",
  caughtBy: "attempts-are-bounded/per-intent",
  smallest: 5,
  takesHistories: true,
  parts: {
    limits: {
      ...limits,
      attemptsWithin: (mismatch, context) => {
        const earlierCalls = context.earlierCalls.filter(({ status }) => status === "accepted");
        return limits.attemptsWithin(mismatch, { ...context, earlierCalls });
      },
    },
  },
});
