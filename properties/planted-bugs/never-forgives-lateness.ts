/** A grace period in seconds read as milliseconds. */
import { plantBug } from "./planted-bug.ts";

export const neverForgivesLateness = plantBug(
  "never-forgives-lateness",
  "every-difference-is-found/nothing-is-missing",
  {
    config: () => ({ orderGracePeriodMs: 5_000_000 }),
  },
);
