/** Off by one at the boundary of a limit. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const oneSymbolTooFew = plantBug({
  name: "one-symbol-too-few",
  caughtBy: "what-may-be-done-is-done/nothing-is-left-out",
  smallest: 3,
  parts: {
    limits: {
      ...limits,
      symbolsWithin: (mismatch, context) =>
        limits.symbolsWithin(mismatch, {
          ...context,
          config: {
            ...context.config,
            maxSymbolsPerAction: context.config.maxSymbolsPerAction - 1,
          },
        }),
    },
  },
});
