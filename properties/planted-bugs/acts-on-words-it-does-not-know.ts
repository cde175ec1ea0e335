/** nautilus_trader#4320: a new word for a status had not been thought of, and here it counts as open. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const actsOnWordsItDoesNotKnow = plantBug({
  name: "acts-on-words-it-does-not-know",
  source: "nautilus_trader#4320",
  expectedFailure: "cancels-touch-only-own-orders/cancel-of-uncancellable-order",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      orderCancellable: (mismatch) =>
        mismatch.observed !== null &&
        "status" in mismatch.observed &&
        mismatch.observed.status === "UNKNOWN"
          ? null
          : limits.orderCancellable(mismatch),
    },
  },
});
