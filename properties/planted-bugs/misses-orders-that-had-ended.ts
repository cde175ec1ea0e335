/** A list of open orders, searched for one that had been filled. */
import { plantBug } from "./planted-bug.ts";

export const missesOrdersThatHadEnded = plantBug({
  name: "misses-orders-that-had-ended",
  expectedFailure: "no-mismatch-no-action/report-without-mismatch",
  minimalSize: 3,
  parts: {
    isMissing: ({ createdAtMs }, takenAtMs, { orderGracePeriodMs }) =>
      takenAtMs - createdAtMs > orderGracePeriodMs,
  },
});
