/** Only what was accepted counts as an attempt. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const countsSuccessesNotAttempts = plantBug({
  name: "counts-successes-not-attempts",
  expectedFailure: "attempts-are-bounded/attempts-per-intent",
  minimalSize: 5,
  isSequence: true,
  parts: {
    limits: {
      ...limits,
      maxAttemptsPerIntent: (mismatch, context) => {
        const priorCalls = context.priorCalls.filter(({ status }) => status === "accepted");
        return limits.maxAttemptsPerIntent(mismatch, { ...context, priorCalls });
      },
    },
  },
});
