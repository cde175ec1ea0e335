/** A sort in which 2 comes before 10, where the trail has them as text. */
import { plantBug } from "./planted-bug.ts";
import { byCodeUnit, sortBy } from "./sort-by.ts";

const sequenceOf = (id: string) => Number(id.split("_").at(-1));

export const sortsNumbersAsNumbers = plantBug({
  name: "sorts-numbers-as-numbers",
  expectedFailure: "every-mismatch-is-reported/processing-order",
  minimalSize: 4,
  parts: {
    inProcessingOrder: sortBy(
      (left, right) =>
        byCodeUnit(left.symbol, right.symbol) ||
        byCodeUnit(left.positionSide, right.positionSide) ||
        sequenceOf(left.id) - sequenceOf(right.id),
    ),
  },
});
