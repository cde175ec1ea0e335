/** An action that was read as an order to ignore the rest. */
import { plantBug } from "./planted-bug.ts";

export const flattensWhenToldTo = plantBug({
  name: "flattens-when-told-to",
  caughtBy: "orders-beat-positions/no-flatten-is-sent",
  smallest: 4,
  bends: {
    seesOrder: (_, { config }) => config.action !== "flatten",
  },
});
