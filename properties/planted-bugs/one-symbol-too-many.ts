/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneSymbolTooMany = plantBug({
  name: "one-symbol-too-many",
  expectedFailure: "limits-hold/max-symbols",
  minimalSize: 3,
  bends: {
    config: ({ maxSymbolsPerAction }) => ({ maxSymbolsPerAction: maxSymbolsPerAction + 1 }),
  },
});
