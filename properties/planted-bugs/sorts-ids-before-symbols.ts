/** A key whose fields were named in the order of the table. */
import { plantBug } from "./planted-bug.ts";
import { byCodeUnit, sortBy } from "./sort-by.ts";

export const sortsIdsBeforeSymbols = plantBug({
  name: "sorts-ids-before-symbols",
  expectedFailure: "every-mismatch-is-reported/processing-order",
  minimalSize: 4,
  parts: {
    inProcessingOrder: sortBy(
      (left, right) =>
        byCodeUnit(left.id, right.id) ||
        byCodeUnit(left.symbol, right.symbol) ||
        byCodeUnit(left.positionSide, right.positionSide),
    ),
  },
});
