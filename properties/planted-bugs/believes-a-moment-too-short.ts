/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const believesAMomentTooShort = plantBug({
  name: "believes-a-moment-too-short",
  caughtBy: "every-difference-is-found/nothing-is-missing",
  smallest: 3,
  bends: { config: ({ snapshotAgeMsMax }) => ({ snapshotAgeMsMax: snapshotAgeMsMax - 1 }) },
});
