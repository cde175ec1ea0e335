import * as fc from "fast-check";
import { expectedOrderOf } from "../order.ts";
import { forSlot, index, type StepGenerator } from "../step-generator.ts";
import { startsAtMs } from "../time.ts";

const anyStatus = fc.constantFrom(
  ...(["FILLED", "CANCELLED", "PARTIALLY_FILLED", "OPEN", "UNKNOWN", "EXPIRED"] as const),
);
const afterStartMs = fc.constantFrom(-60_000, 0, 1, 1_000, 60_000);

export const orderUpdate: StepGenerator = {
  weight: 2,
  generate: fc
    .tuple(index, anyStatus, afterStartMs)
    .map(([at, status, ms]) =>
      forSlot(at, (slot, number, context) =>
        expectedOrderOf({ ...slot, expected: "OPEN" }, number, context).map((order) => ({
          kind: "order-update",
          clientOrderId: order.clientOrderId,
          status,
          updatedAtMs: startsAtMs + ms,
        })),
      ),
    ),
};
