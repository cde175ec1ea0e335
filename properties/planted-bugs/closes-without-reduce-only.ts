/** A close that opened the other side after the position had gone. */
import { plantBug } from "./planted-bug.ts";

export const closesWithoutReduceOnly = plantBug(
  "closes-without-reduce-only",
  "flatten-only-reduces/marked-as-its-mode-demands",
  {
    flatten: () => ({ reduceOnly: null }),
  },
);
