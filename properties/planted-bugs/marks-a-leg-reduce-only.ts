/** Hedge mode refuses reduceOnly beside a position side (-1106). */
import { plantBug } from "./planted-bug.ts";

export const marksALegReduceOnly = plantBug(
  {
    name: "marks-a-leg-reduce-only",
    caughtBy: "flatten-only-reduces/marked-as-its-mode-demands",
    source: "Hedge mode refuses reduceOnly beside a position side (-1106).",
  },
  {
    request: (request) =>
      request.method === "placeMarketOrder" ? { ...request, reduceOnly: true } : request,
  },
);
