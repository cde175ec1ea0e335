/** A status that nobody had a word for was called ended. */
import { plantBug } from "./planted-bug.ts";

export const takesUnknownOrdersForGone = plantBug(
  "takes-unknown-orders-for-gone",
  "orders-beat-positions/no-flatten-is-sent",
  {
    seesOrder: ({ status }) => status !== "UNKNOWN",
  },
);
