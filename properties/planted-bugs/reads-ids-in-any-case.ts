/** A comparison that was meant to be kind to people. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { isOurs } from "../../src/pipeline/ownership.ts";
import { owning } from "./owning.ts";
import { plantBug } from "./planted-bug.ts";

export const readsIdsInAnyCase = plantBug({
  name: "reads-ids-in-any-case",
  caughtBy: "cancels-touch-only-our-orders/ours",
  smallest: 3,
  parts: owning((id, config) =>
    isOurs(clientOrderIdSchema.parse(id.replace(/^grinder/i, "grinder")), config),
  ),
});
