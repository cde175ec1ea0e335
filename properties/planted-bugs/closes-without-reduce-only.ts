/** A close that opened the other side after the position had gone. */
import { plantBug } from "./planted-bug.ts";

export const closesWithoutReduceOnly = plantBug({
  name: "closes-without-reduce-only",
  caughtBy: "flatten-only-reduces/marked-as-its-mode-demands",
  smallest: 3,
  bends: {
    flatten: () => ({ reduceOnly: null }),
  },
});
