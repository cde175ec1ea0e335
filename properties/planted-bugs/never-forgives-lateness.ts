/** A grace period in seconds read as milliseconds. */
import { plantBug } from "./planted-bug.ts";

export const neverForgivesLateness = plantBug({
  name: "never-forgives-lateness",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 3,
  bends: {
    config: () => ({ orderGracePeriodMs: 5_000_000 }),
  },
});
