/** nautilus_trader#4320: a new word for a status had not been thought of, and here it counts as open. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const actsOnWordsItDoesNotKnow = plantBug({
  name: "acts-on-words-it-does-not-know",
  source: "nautilus_trader#4320",
  caughtBy: "cancels-touch-only-our-orders/can-be-cancelled",
  smallest: 3,
  parts: {
    limits: {
      ...limits,
      statusCanBeCancelled: (mismatch) =>
        mismatch.observed !== null &&
        "status" in mismatch.observed &&
        mismatch.observed.status === "UNKNOWN"
          ? null
          : limits.statusCanBeCancelled(mismatch),
    },
  },
});
