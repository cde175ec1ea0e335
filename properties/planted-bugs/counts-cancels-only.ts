/** A limit that was there before flattens were, and never heard of them. */
import { plantBug } from "./planted-bug.ts";

export const countsCancelsOnly = plantBug({
  name: "counts-cancels-only",
  expectedFailure: "limits-hold/max-orders",
  minimalSize: 4,
  parts: {
    countAttempt: (attempts, { type }) =>
      type === "POSITION_NONZERO_UNEXPECTED" ? attempts : attempts + 1,
  },
});
