/** Off by one at the boundary of a limit. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const coolsDownAMomentMore = plantBug({
  name: "cools-down-a-moment-more",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 7,
  parts: {
    limits: {
      ...limits,
      cooldownElapsed: (mismatch, context) =>
        limits.cooldownElapsed(mismatch, { ...context, nowMs: context.nowMs - 1 }),
    },
  },
});
