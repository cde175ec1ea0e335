/** A limit that was written for an account with one symbol. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const touchesAnyNumberOfSymbols = plantBug({
  name: "touches-any-number-of-symbols",
  caughtBy: "limits-hold/max-symbols",
  smallest: 3,
  parts: { limits: { ...limits, symbolsWithin: () => null } },
});
