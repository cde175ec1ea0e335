/** A flatten that the venue refuses for a resting order is sent after every cooldown. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const neverGivesAPositionUp = plantBug({
  name: "never-gives-a-position-up",
  caughtBy: "reconciliation-converges/nothing-more-to-do",
  smallest: 1,
  takesHistories: true,
  parts: {
    limits: {
      ...limits,
      attemptsWithin: (mismatch, context) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED"
          ? null
          : limits.attemptsWithin(mismatch, context),
      outcomeResolved: (mismatch, context) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED"
          ? null
          : limits.outcomeResolved(mismatch, context),
    },
  },
});
