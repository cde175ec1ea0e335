/** A restart with an empty belief took every order for a stranger. */
import { plantBug } from "./planted-bug.ts";

export const believesNothing = plantBug(
  "believes-nothing",
  "agreement-is-left-alone/not-acted-on",
  {
    inputs: (inputs) => ({ ...inputs, expected: { orders: [], positions: [] } }),
  },
);
