/** An id that came back on another symbol. */
import { plantBug } from "./planted-bug.ts";

export const matchesOrdersByIdOnly = plantBug({
  name: "matches-orders-by-id-only",
  caughtBy: "every-difference-is-found/nothing-is-missing",
  smallest: 4,
  parts: { isSameOrder: (believed, seen) => believed.clientOrderId === seen.clientOrderId },
});
