/** A partial fill that closed the order in the books. */
import { plantBug } from "./planted-bug.ts";

export const takesPartlyFilledForFilled = plantBug({
  name: "takes-partly-filled-for-filled",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  bends: {
    seesOrder: ({ status }) => status !== "PARTIALLY_FILLED",
  },
});
