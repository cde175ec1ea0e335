/** nautilus_trader#3493: a fill that was counted twice made the position twice its size. */
import { add } from "../../src/domain/decimal.ts";
import { plantBug } from "./planted-bug.ts";

export const closesTwiceTheSize = plantBug({
  name: "closes-twice-the-size",
  source: "nautilus_trader#3493",
  expectedFailure: "flatten-only-reduces/wrong-quantity",
  minimalSize: 3,
  bends: {
    flatten: ({ quantity }) => ({ quantity: add(quantity, quantity) }),
  },
});
