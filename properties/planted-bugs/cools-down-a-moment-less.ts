/** Off by one at the boundary of a limit. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const coolsDownAMomentLess = plantBug({
  name: "cools-down-a-moment-less",
  expectedFailure: "limits-hold/cooldown",
  minimalSize: 7,
  parts: {
    limits: {
      ...limits,
      cooldownElapsed: (mismatch, context) =>
        limits.cooldownElapsed(mismatch, { ...context, nowMs: context.nowMs + 1 }),
    },
  },
});
