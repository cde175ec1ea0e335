/** An action that was read as an order to ignore the rest. */
import { plantBug } from "./planted-bug.ts";

export const flattensWhenToldTo = plantBug(
  "flattens-when-told-to",
  "orders-beat-positions/no-flatten-is-sent",
  {
    seesOrder: (_, { config }) => config.action !== "flatten",
  },
);
