/** A price that was there, and was 0 because the feed had just started. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const flattensAtPriceZero = plantBug({
  name: "flattens-at-price-zero",
  expectedFailure: "limits-hold/notional",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      priceKnown: (mismatch) =>
        "markPrice" in (mismatch.observed ?? {}) &&
        mismatch.type === "POSITION_NONZERO_UNEXPECTED" &&
        mismatch.observed.markPrice !== null
          ? null
          : limits.priceKnown(mismatch),
    },
  },
});
