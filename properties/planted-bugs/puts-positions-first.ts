/** A list that began with what weighs most. */
import { inProcessingOrder } from "../../src/domain/mismatch.ts";
import { plantBug } from "./planted-bug.ts";

const isPosition = ({ type }: { type: string }) => type === "POSITION_NONZERO_UNEXPECTED";

export const putsPositionsFirst = plantBug({
  name: "puts-positions-first",
  expectedFailure: "orders-beat-positions/priority-order",
  minimalSize: 4,
  parts: {
    inProcessingOrder: (mismatches) => {
      const sorted = inProcessingOrder(mismatches);
      return [...sorted.filter(isPosition), ...sorted.filter((mismatch) => !isPosition(mismatch))];
    },
  },
});
