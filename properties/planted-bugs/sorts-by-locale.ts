/** A sort for people, in which punctuation weighs less than letters. */
import { plantBug } from "./planted-bug.ts";
import { byCodeUnit, sortBy } from "./sort-by.ts";

export const sortsByLocale = plantBug({
  name: "sorts-by-locale",
  caughtBy: "every-difference-is-found/in-order",
  smallest: 4,
  parts: {
    inProcessingOrder: sortBy(
      (left, right) =>
        left.symbol.localeCompare(right.symbol, "en") ||
        byCodeUnit(left.positionSide, right.positionSide) ||
        left.id.localeCompare(right.id, "en"),
    ),
  },
});
