/** A restart with an empty belief took every order for a stranger. */
import { plantBug } from "./planted-bug.ts";

export const believesNothing = plantBug({
  name: "believes-nothing",
  caughtBy: "agreement-is-left-alone/not-acted-on",
  smallest: 4,
  bends: {
    inputs: (inputs) => ({ ...inputs, expected: { orders: [], positions: [] } }),
  },
});
