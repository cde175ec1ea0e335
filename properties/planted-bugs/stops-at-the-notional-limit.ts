/** Off by one at the boundary of a limit. */
import { absolute, exceeds, multiply } from "../../src/domain/decimal.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const stopsAtTheNotionalLimit = plantBug({
  name: "stops-at-the-notional-limit",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      maxNotional: (mismatch, { config }) => {
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED" || mismatch.observed.markPrice === null)
          return null;
        const notional = multiply(
          absolute(mismatch.observed.quantity),
          mismatch.observed.markPrice,
        );
        return exceeds(config.maxFlattenNotionalUsdt, notional)
          ? null
          : { reason: "notional_exceeds_limit", detail: notional };
      },
    },
  },
});
