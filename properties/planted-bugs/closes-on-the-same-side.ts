/** A sign that was lost, so that the close doubled the position. */
import { plantBug } from "./planted-bug.ts";

export const closesOnTheSameSide = plantBug(
  "closes-on-the-same-side",
  "flatten-only-reduces/opposite-side",
  {
    flatten: ({ side }) => ({ side: side === "BUY" ? "SELL" : "BUY" }),
  },
);
