/** Another idea of whose an order is, for planted bugs: where orders are found, and where they are cancelled. */
import { limits } from "../../src/pipeline/limits.ts";
import type { Parts } from "./rebuilt-pipeline.ts";

export function owning(isOurs: Parts["isOurs"]): Partial<Parts> {
  return {
    isOurs,
    limits: {
      ...limits,
      orderIsOurs: (mismatch, context) =>
        "clientOrderId" in mismatch && isOurs(mismatch.clientOrderId, context.config)
          ? null
          : limits.orderIsOurs(mismatch, context),
    },
  };
}
