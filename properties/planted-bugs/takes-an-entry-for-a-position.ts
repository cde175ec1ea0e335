/** An entry of 0 that passed for a position, because it was there. */
import { plantBug } from "./planted-bug.ts";

export const takesAnEntryForAPosition = plantBug({
  name: "takes-an-entry-for-a-position",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 4,
  parts: { expectsPosition: (believed) => believed !== null },
});
