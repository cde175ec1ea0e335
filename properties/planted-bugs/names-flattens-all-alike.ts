/** An id that nobody could tell from a stranger's. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { plantBug } from "./planted-bug.ts";

export const namesFlattensAllAlike = plantBug(
  "names-flattens-all-alike",
  "flatten-orders-name-their-owner/of-our-form",
  {
    flatten: () => ({ clientOrderId: clientOrderIdSchema.parse("close") }),
  },
);
