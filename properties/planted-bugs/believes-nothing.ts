/** A restart with an empty expectedState took every order for a stranger. */
import { plantBug } from "./planted-bug.ts";

export const believesNothing = plantBug({
  name: "believes-nothing",
  expectedFailure: "no-mismatch-no-action/action-without-mismatch",
  minimalSize: 4,
  bends: {
    inputs: (inputs) => ({ ...inputs, expected: { orders: [], positions: [] } }),
  },
});
