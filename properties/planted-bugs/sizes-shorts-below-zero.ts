/** A short whose size was negative, and so below every limit. */
import { signOf } from "../../src/domain/decimal.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const sizesShortsBelowZero = plantBug({
  name: "sizes-shorts-below-zero",
  expectedFailure: "limits-hold/notional",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      maxNotional: (mismatch, context) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED" && signOf(mismatch.observed.quantity) === -1
          ? null
          : limits.maxNotional(mismatch, context),
    },
  },
});
