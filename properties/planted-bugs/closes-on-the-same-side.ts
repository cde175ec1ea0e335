/** A sign that was lost, so that the close doubled the position. */
import { plantBug } from "./planted-bug.ts";

export const closesOnTheSameSide = plantBug({
  name: "closes-on-the-same-side",
  expectedFailure: "flatten-only-reduces/wrong-side",
  minimalSize: 3,
  bends: {
    flatten: ({ side }) => ({ side: side === "BUY" ? "SELL" : "BUY" }),
  },
});
