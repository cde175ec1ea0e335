/** Hedge mode refuses reduceOnly beside a position side (-1106). */
import { plantBug } from "./planted-bug.ts";

export const marksALegReduceOnly = plantBug(
  "marks-a-leg-reduce-only",
  "flatten-only-reduces/marked-as-its-mode-demands",
  {
    flatten: () => ({ reduceOnly: true }),
  },
);
