/** Short before long, as on the screen of the venue. */
import { plantBug } from "./planted-bug.ts";
import { byCodeUnit, sortBy } from "./sort-by.ts";

export const sortsSidesBackwards = plantBug({
  name: "sorts-sides-backwards",
  expectedFailure: "every-mismatch-is-reported/processing-order",
  minimalSize: 4,
  parts: {
    inProcessingOrder: sortBy(
      (left, right) =>
        byCodeUnit(left.symbol, right.symbol) ||
        byCodeUnit(right.positionSide, left.positionSide) ||
        byCodeUnit(left.id, right.id),
    ),
  },
});
