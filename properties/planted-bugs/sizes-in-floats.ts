/** 0.1 at a price of 3 is more than 0.3 in binary. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const sizesInFloats = plantBug({
  name: "sizes-in-floats",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      maxNotional: (mismatch, { config }) => {
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
        const notional =
          Math.abs(Number(mismatch.observed.quantity)) * Number(mismatch.observed.markPrice);
        return notional > Number(config.maxFlattenNotionalUsdt)
          ? { reason: "notional_exceeds_limit", detail: String(notional) }
          : null;
      },
    },
  },
});
