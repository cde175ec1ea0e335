/** A call that failed starts no cooldown, so that what fails is tried at once again. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const coolsDownAfterSuccessOnly = plantBug({
  name: "cools-down-after-success-only",
  expectedFailure: "cooldown-holds/call-within-cooldown",
  minimalSize: 5,
  isSequence: true,
  parts: {
    limits: {
      ...limits,
      cooldownElapsed: (mismatch, context) => {
        const done = context.priorCalls.findLast(({ status }) => status === "accepted");
        const lastPortCallAtMs = done?.atMs ?? null;
        return limits.cooldownElapsed(mismatch, { ...context, lastPortCallAtMs });
      },
    },
  },
});
