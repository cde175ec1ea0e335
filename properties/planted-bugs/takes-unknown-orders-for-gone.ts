/** A status that nobody had a word for was called ended. */
import { plantBug } from "./planted-bug.ts";

export const takesUnknownOrdersForGone = plantBug({
  name: "takes-unknown-orders-for-gone",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  bends: {
    seesOrder: ({ status }) => status !== "UNKNOWN",
  },
});
