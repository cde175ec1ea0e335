/** A list of symbols where a set was meant. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const countsASymbolAgain = plantBug({
  name: "counts-a-symbol-again",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 4,
  parts: {
    limits: {
      ...limits,
      maxSymbols: (mismatch, { symbols, config }) =>
        symbols.size < config.maxSymbolsPerAction
          ? null
          : { reason: "max_symbols_reached", detail: mismatch.symbol },
    },
  },
});
