/** An account that was shared with a human. */
import { plantBug } from "./planted-bug.ts";

export const managesEverySymbol = plantBug({
  name: "manages-every-symbol",
  expectedFailure: "no-mismatch-no-action/report-without-mismatch",
  minimalSize: 3,
  parts: { isManaged: () => true },
});
