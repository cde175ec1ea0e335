/** What is refused is tried again after every cooldown, for as long as there is one. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const triesForEver = plantBug({
  name: "tries-for-ever",
  expectedFailure: "attempts-are-bounded/attempts-per-intent",
  minimalSize: 5,
  isSequence: true,
  parts: { limits: { ...limits, maxAttemptsPerIntent: () => null } },
});
