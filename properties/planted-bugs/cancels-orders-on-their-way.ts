/** A cancel that overtook its order. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsOrdersOnTheirWay = plantBug({
  name: "cancels-orders-on-their-way",
  expectedFailure: "cancels-touch-only-own-orders/cancel-of-uncancellable-order",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      orderCancellable: (mismatch) =>
        mismatch.observed !== null &&
        "status" in mismatch.observed &&
        mismatch.observed.status === "PENDING"
          ? null
          : limits.orderCancellable(mismatch),
    },
  },
});
