/** A quantity that was doubled to turn a position round. */
import { add } from "../../src/domain/decimal.ts";
import { plantBug } from "./planted-bug.ts";

export const closesTwiceTheSize = plantBug(
  "closes-twice-the-size",
  "flatten-only-reduces/exact-quantity",
  {
    flatten: ({ quantity }) => ({ quantity: add(quantity, quantity) }),
  },
);
