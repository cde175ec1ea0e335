/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneSymbolTooMany = plantBug({
  name: "one-symbol-too-many",
  caughtBy: "limits-hold/max-symbols",
  smallest: 3,
  bends: {
    config: ({ maxSymbolsPerAction }) => ({ maxSymbolsPerAction: maxSymbolsPerAction + 1 }),
  },
});
