/** A restart with an empty belief took every order for a stranger. */
import { plantBug } from "./planted-bug.ts";

export const believesNothing = plantBug(
  {
    name: "believes-nothing",
    caughtBy: "agreement-is-left-alone/not-acted-on",
    source: "A restart with an empty belief took every order for a stranger.",
  },
  {
    inputs: (inputs) => ({ ...inputs, expected: { orders: [], positions: [] } }),
  },
);
