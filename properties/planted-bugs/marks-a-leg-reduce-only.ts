/** Hedge mode refuses reduceOnly beside a position side (-1106). */
import { plantBug } from "./planted-bug.ts";

export const marksALegReduceOnly = plantBug({
  name: "marks-a-leg-reduce-only",
  caughtBy: "flatten-only-reduces/marked-as-its-mode-demands",
  smallest: 3,
  bends: {
    flatten: () => ({ reduceOnly: true }),
  },
});
