/** A quantity that was doubled to turn a position round. */
import { add } from "../../src/domain/decimal.ts";
import { plantBug } from "./planted-bug.ts";

export const closesTwiceTheSize = plantBug(
  {
    name: "closes-twice-the-size",
    caughtBy: "flatten-only-reduces/exact-quantity",
    source: "A quantity that was doubled to turn a position round.",
  },
  {
    request: (request) =>
      request.method === "placeMarketOrder"
        ? { ...request, quantity: add(request.quantity, request.quantity) }
        : request,
  },
);
