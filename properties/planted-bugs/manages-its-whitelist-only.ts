/** A symbol that left the list while a position was still believed to be flat. */
import { plantBug } from "./planted-bug.ts";

export const managesItsWhitelistOnly = plantBug({
  name: "manages-its-whitelist-only",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 4,
  parts: {
    isManaged: (symbol, _, { symbolWhitelist }) => symbolWhitelist.some((name) => name === symbol),
  },
});
