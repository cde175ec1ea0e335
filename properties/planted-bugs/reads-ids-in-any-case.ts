/** A comparison that was meant to be kind to people. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { owning } from "./owning.ts";
import { plantBug } from "./planted-bug.ts";

export const readsIdsInAnyCase = plantBug({
  name: "reads-ids-in-any-case",
  expectedFailure: "cancels-touch-only-own-orders/external-cancel",
  minimalSize: 3,
  parts: owning((id, config) =>
    isOwnOrder(clientOrderIdSchema.parse(id.replace(/^grinder/i, "grinder")), config),
  ),
});
