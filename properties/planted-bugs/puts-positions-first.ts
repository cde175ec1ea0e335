/** A list that began with what weighs most. */
import { inProcessingOrder } from "../../src/domain/mismatch.ts";
import { plantBug } from "./planted-bug.ts";

const isPosition = ({ type }: { type: string }) => type === "POSITION_NONZERO_UNEXPECTED";

export const putsPositionsFirst = plantBug({
  name: "puts-positions-first",
  caughtBy: "orders-beat-positions/priority-order",
  smallest: 4,
  parts: {
    inProcessingOrder: (mismatches) => {
      const sorted = inProcessingOrder(mismatches);
      return [...sorted.filter(isPosition), ...sorted.filter((mismatch) => !isPosition(mismatch))];
    },
  },
});
