/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneSymbolTooMany = plantBug(
  {
    name: "one-symbol-too-many",
    caughtBy: "limits-hold/max-symbols",
    source: "Off by one at the boundary of a limit.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      config: { ...inputs.config, maxSymbolsPerAction: inputs.config.maxSymbolsPerAction + 1 },
    }),
  },
);
