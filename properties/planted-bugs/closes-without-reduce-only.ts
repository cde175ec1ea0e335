/** A close that opened the other side after the position had gone. */
import { plantBug } from "./planted-bug.ts";

export const closesWithoutReduceOnly = plantBug({
  name: "closes-without-reduce-only",
  expectedFailure: "flatten-only-reduces/wrong-position-parameters",
  minimalSize: 3,
  bends: {
    flatten: () => ({ reduceOnly: null }),
  },
});
