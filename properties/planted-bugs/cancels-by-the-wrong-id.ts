/** The number that the exchange gave an order, sent as the id that the bot gave it. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { requestFor } from "../../src/pipeline/plan.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsByTheWrongId = plantBug({
  name: "cancels-by-the-wrong-id",
  expectedFailure: "cancels-touch-only-own-orders/external-cancel",
  minimalSize: 3,
  parts: {
    requestFor: (mismatch, config, nowMs, sequence) => {
      const request = requestFor(mismatch, config, nowMs, sequence);
      if (mismatch.type === "POSITION_NONZERO_UNEXPECTED" || mismatch.observed === null)
        return request;
      return { ...request, clientOrderId: clientOrderIdSchema.parse(mismatch.observed.orderId) };
    },
  },
});
