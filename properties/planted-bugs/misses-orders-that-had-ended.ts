/** A list of open orders, searched for one that had been filled. */
import { plantBug } from "./planted-bug.ts";

export const missesOrdersThatHadEnded = plantBug({
  name: "misses-orders-that-had-ended",
  caughtBy: "agreement-is-left-alone/not-reported",
  smallest: 3,
  parts: {
    isMissed: ({ createdAtMs }, takenAtMs, { orderGracePeriodMs }) =>
      takenAtMs - createdAtMs > orderGracePeriodMs,
  },
});
