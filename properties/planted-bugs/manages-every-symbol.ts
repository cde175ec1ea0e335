/** An account that was shared with a human. */
import { plantBug } from "./planted-bug.ts";

export const managesEverySymbol = plantBug({
  name: "manages-every-symbol",
  caughtBy: "agreement-is-left-alone/not-reported",
  smallest: 3,
  parts: { isManaged: () => true },
});
