/** Hedge mode refuses reduceOnly beside a position side (-1106). */
import { plantBug } from "./planted-bug.ts";

export const marksALegReduceOnly = plantBug({
  name: "marks-a-leg-reduce-only",
  expectedFailure: "flatten-only-reduces/wrong-position-parameters",
  minimalSize: 3,
  bends: {
    flatten: () => ({ reduceOnly: true }),
  },
});
