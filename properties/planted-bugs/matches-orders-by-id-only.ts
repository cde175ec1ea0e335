/** An id that came back on another symbol. */
import { plantBug } from "./planted-bug.ts";

export const matchesOrdersByIdOnly = plantBug({
  name: "matches-orders-by-id-only",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 4,
  parts: { isSameOrder: (believed, seen) => believed.clientOrderId === seen.clientOrderId },
});
