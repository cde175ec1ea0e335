/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneSymbolTooMany = plantBug("one-symbol-too-many", "limits-hold/max-symbols", {
  config: ({ maxSymbolsPerAction }) => ({ maxSymbolsPerAction: maxSymbolsPerAction + 1 }),
});
