/** A sign that was lost, so that the close doubled the position. */
import { plantBug } from "./planted-bug.ts";

export const closesOnTheSameSide = plantBug(
  {
    name: "closes-on-the-same-side",
    caughtBy: "flatten-only-reduces/opposite-side",
    source: "A sign that was lost, so that the close doubled the position.",
  },
  {
    request: (request) =>
      request.method === "placeMarketOrder"
        ? { ...request, side: request.side === "BUY" ? "SELL" : "BUY" }
        : request,
  },
);
