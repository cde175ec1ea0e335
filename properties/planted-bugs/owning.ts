/** Another idea of whose an order is, for planted bugs: where orders are found, and where they are cancelled. */
import { limits } from "../../src/pipeline/limits.ts";
import type { Parts } from "./rebuilt-pipeline.ts";

export function owning(isOwnOrder: Parts["isOwnOrder"]): Partial<Parts> {
  return {
    isOwnOrder,
    limits: {
      ...limits,
      ownOrder: (mismatch, context) =>
        "clientOrderId" in mismatch && isOwnOrder(mismatch.clientOrderId, context.config)
          ? null
          : limits.ownOrder(mismatch, context),
    },
  };
}
