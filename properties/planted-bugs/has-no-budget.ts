/** Each run keeps to its own limits, and all of them together to none. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const hasNoBudget = plantBug({
  name: "has-no-budget",
  expectedFailure: "attempts-are-bounded/attempts-per-window",
  minimalSize: 4,
  isSequence: true,
  parts: {
    limits: {
      ...limits,
      maxAttemptsPerWindow: (mismatch, context) =>
        limits.maxAttemptsPerWindow(mismatch, { ...context, priorCalls: [] }),
    },
  },
});
