/** A flatten that the venue refuses for a resting order is sent after every cooldown. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const neverGivesAPositionUp = plantBug({
  name: "never-gives-a-position-up",
  expectedFailure: "reconciliation-converges/no-convergence",
  minimalSize: 1,
  isSequence: true,
  parts: {
    limits: {
      ...limits,
      maxAttemptsPerIntent: (mismatch, context) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED"
          ? null
          : limits.maxAttemptsPerIntent(mismatch, context),
      outcomeResolved: (mismatch, context) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED"
          ? null
          : limits.outcomeResolved(mismatch, context),
    },
  },
});
