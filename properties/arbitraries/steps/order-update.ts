import * as fc from "fast-check";
import { expectedOrderOf } from "../order.ts";
import { atSlot, index, type StepGenerator } from "../step-generator.ts";
import { startsAtMs } from "../time.ts";

export const orderUpdate: StepGenerator = {
  weight: 2,
  generate: () => {
    const statuses = fc.constantFrom(
      "FILLED" as const,
      "CANCELLED" as const,
      "PARTIALLY_FILLED" as const,
      "OPEN" as const,
    );
    const afterStartMs = fc.constantFrom(-60_000, 0, 1, 1_000, 60_000);
    return fc.tuple(index(), statuses, afterStartMs).map(([at, status, ms]) => (context) => {
      const found = atSlot(at, context);
      if (found === null) return [];
      const known = { ...found.slot, expected: "OPEN" } as const;
      const orders = expectedOrderOf(known, found.number, context.hedge, context.prefix);
      const updatedAtMs = startsAtMs + ms;
      return orders.map(({ clientOrderId }) => ({
        kind: "order-update",
        clientOrderId,
        status,
        updatedAtMs,
      }));
    });
  },
};
