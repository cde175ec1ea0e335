/** A cancel that overtook its order. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsOrdersOnTheirWay = plantBug({
  name: "cancels-orders-on-their-way",
  caughtBy: "cancels-touch-only-our-orders/can-be-cancelled",
  smallest: 3,
  parts: {
    limits: {
      ...limits,
      statusCanBeCancelled: (mismatch) =>
        mismatch.observed !== null &&
        "status" in mismatch.observed &&
        mismatch.observed.status === "PENDING"
          ? null
          : limits.statusCanBeCancelled(mismatch),
    },
  },
});
