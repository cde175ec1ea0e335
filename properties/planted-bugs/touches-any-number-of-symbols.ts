/** A limit that was written for an account with one symbol. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const touchesAnyNumberOfSymbols = plantBug({
  name: "touches-any-number-of-symbols",
  expectedFailure: "limits-hold/max-symbols",
  minimalSize: 3,
  parts: { limits: { ...limits, maxSymbols: () => null } },
});
