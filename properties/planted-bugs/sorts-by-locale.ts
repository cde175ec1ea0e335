/** A sort for people, in which punctuation weighs less than letters. */
import { plantBug } from "./planted-bug.ts";
import { byCodeUnit, sortBy } from "./sort-by.ts";

export const sortsByLocale = plantBug({
  name: "sorts-by-locale",
  expectedFailure: "every-mismatch-is-reported/processing-order",
  minimalSize: 4,
  parts: {
    inProcessingOrder: sortBy(
      (left, right) =>
        left.symbol.localeCompare(right.symbol, "en") ||
        byCodeUnit(left.positionSide, right.positionSide) ||
        left.id.localeCompare(right.id, "en"),
    ),
  },
});
