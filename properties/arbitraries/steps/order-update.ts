import * as fc from "fast-check";
import { decimalSchema, exceeds, zero, type Decimal } from "../../../src/domain/decimal.ts";
import type { OrderStatus } from "../../../src/domain/order.ts";
import { dust } from "../decimal.ts";
import { expectedOrderOf, smallest } from "../order.ts";
import { forSlot, index, type StepGenerator } from "../step-generator.ts";
import { startsAtMs } from "../time.ts";

const anyStatus = fc.constantFrom(
  ...(["FILLED", "CANCELLED", "PARTIALLY_FILLED", "OPEN", "UNKNOWN", "EXPIRED"] as const),
);

/** When the order changed, and how much of it has filled then: a later update reports more. */
const afterStart = fc.constantFrom(
  ...([
    [-60_000, smallest],
    [0, smallest],
    [1, dust],
    [1_000, dust],
    [60_000, decimalSchema.parse("0.0005")],
  ] as const),
);

export const orderUpdate: StepGenerator = {
  weight: 2,
  generate: fc
    .tuple(index, anyStatus, afterStart, fc.constantFrom(true, true, true, false))
    .map(([at, status, [ms, partlyFilled], hasFilled]) =>
      forSlot(at, (slot, number, context) =>
        expectedOrderOf({ ...slot, expected: "OPEN" }, number, context).map(
          ({ clientOrderId, quantity }) => ({
            kind: "order-update",
            clientOrderId,
            status,
            updatedAtMs: startsAtMs + ms,
            filledQuantity: fillWith(status, hasFilled, partlyFilled, quantity),
          }),
        ),
      ),
    ),
};

/** Mostly one that the venue sends with this status; without a fill it contradicts `FILLED`. */
function fillWith(status: OrderStatus, hasFilled: boolean, part: Decimal, whole: Decimal): Decimal {
  if (!hasFilled || status === "OPEN") return zero;
  return status === "FILLED" || exceeds(part, whole) ? whole : part;
}
