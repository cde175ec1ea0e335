/** Off by one at the boundary of a limit. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const oneSymbolTooFew = plantBug({
  name: "one-symbol-too-few",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      maxSymbols: (mismatch, context) =>
        limits.maxSymbols(mismatch, {
          ...context,
          config: {
            ...context.config,
            maxSymbolsPerAction: context.config.maxSymbolsPerAction - 1,
          },
        }),
    },
  },
});
