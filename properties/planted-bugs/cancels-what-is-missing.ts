/** A cancel to be on the safe side, of an order that nobody had seen. */
import { routeMismatches } from "../../src/pipeline/route.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsWhatIsMissing = plantBug({
  name: "cancels-what-is-missing",
  expectedFailure: "cancels-touch-only-own-orders/cancel-of-uncancellable-order",
  minimalSize: 3,
  parts: {
    routeFirst: (mismatches, { action }) =>
      mismatches[0]?.type === "ORDER_MISSING_ON_EXCHANGE"
        ? { remediate: "cancel" }
        : routeMismatches(mismatches, action)[0],
  },
});
