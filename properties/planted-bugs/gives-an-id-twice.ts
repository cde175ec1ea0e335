/** An id made of the symbol and the second, which the legs of a hedge share. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { requestFor } from "../../src/pipeline/plan.ts";
import { plantBug } from "./planted-bug.ts";

export const givesAnIdTwice = plantBug({
  name: "gives-an-id-twice",
  expectedFailure: "flatten-orders-name-their-owner/duplicate-id",
  minimalSize: 4,
  parts: {
    requestFor: (mismatch, config, nowMs, sequence) => {
      const request = requestFor(mismatch, config, nowMs, sequence);
      if (request.method === "cancelOrder") return request;
      const id = request.clientOrderId.replace(/_\d+$/, "_1");
      return { ...request, clientOrderId: clientOrderIdSchema.parse(id) };
    },
  },
});
