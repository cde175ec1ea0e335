/** An action that was read as an order to ignore the rest. */
import { plantBug } from "./planted-bug.ts";

export const flattensWhenToldTo = plantBug({
  name: "flattens-when-told-to",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  bends: {
    seesOrder: (_, { config }) => config.action !== "flatten",
  },
});
