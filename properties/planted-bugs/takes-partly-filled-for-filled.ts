/** A partial fill that closed the order in the books. */
import { plantBug } from "./planted-bug.ts";

export const takesPartlyFilledForFilled = plantBug(
  "takes-partly-filled-for-filled",
  "orders-beat-positions/no-flatten-is-sent",
  {
    seesOrder: ({ status }) => status !== "PARTIALLY_FILLED",
  },
);
