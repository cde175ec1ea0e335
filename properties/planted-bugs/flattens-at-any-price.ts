/** A size that nobody knew, and so nothing was too large. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const flattensAtAnyPrice = plantBug({
  name: "flattens-at-any-price",
  expectedFailure: "limits-hold/notional",
  minimalSize: 3,
  parts: { limits: { ...limits, priceKnown: () => null } },
});
