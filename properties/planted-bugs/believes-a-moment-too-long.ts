/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const believesAMomentTooLong = plantBug({
  name: "believes-a-moment-too-long",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 3,
  bends: { config: ({ snapshotAgeMsMax }) => ({ snapshotAgeMsMax: snapshotAgeMsMax + 1 }) },
});
