/** What is refused is tried again after every cooldown, for as long as there is one. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const triesForEver = plantBug({
  name: "tries-for-ever",
  caughtBy: "attempts-are-bounded/per-intent",
  smallest: 5,
  takesHistories: true,
  parts: { limits: { ...limits, attemptsWithin: () => null } },
});
