/** An id of our strategy that had lost its tail, or was never ours. */
import { owning } from "./owning.ts";
import { plantBug } from "./planted-bug.ts";

export const countsNoPartsOfAnId = plantBug({
  name: "counts-no-parts-of-an-id",
  expectedFailure: "cancels-touch-only-own-orders/external-cancel",
  minimalSize: 3,
  parts: owning((id, { clientOrderIdPrefix, allowedStrategies }) =>
    allowedStrategies.some((strategy) => id.startsWith(`${clientOrderIdPrefix}${strategy}_`)),
  ),
});
