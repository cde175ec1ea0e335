/** An id that nobody could tell from a stranger's. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { plantBug } from "./planted-bug.ts";

export const namesFlattensAllAlike = plantBug({
  name: "names-flattens-all-alike",
  expectedFailure: "flatten-orders-name-their-owner/wrong-id-form",
  minimalSize: 3,
  bends: {
    flatten: () => ({ clientOrderId: clientOrderIdSchema.parse("close") }),
  },
});
