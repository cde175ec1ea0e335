/** An entry of 0 that passed for a position, because it was there. */
import { plantBug } from "./planted-bug.ts";

export const takesAnEntryForAPosition = plantBug({
  name: "takes-an-entry-for-a-position",
  caughtBy: "every-difference-is-found/nothing-is-missing",
  smallest: 4,
  parts: { expectsPosition: (believed) => believed !== null },
});
