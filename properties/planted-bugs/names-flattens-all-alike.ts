/** An id that nobody could tell from a stranger's. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { plantBug } from "./planted-bug.ts";

export const namesFlattensAllAlike = plantBug(
  {
    name: "names-flattens-all-alike",
    caughtBy: "flatten-orders-name-their-owner/of-our-form",
    source: "An id that nobody could tell from a stranger's.",
  },
  {
    request: (request) =>
      request.method === "placeMarketOrder"
        ? { ...request, clientOrderId: clientOrderIdSchema.parse("close") }
        : request,
  },
);
