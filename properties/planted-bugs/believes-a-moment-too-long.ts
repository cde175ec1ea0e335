/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const believesAMomentTooLong = plantBug({
  name: "believes-a-moment-too-long",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 3,
  bends: { config: ({ snapshotAgeMsMax }) => ({ snapshotAgeMsMax: snapshotAgeMsMax + 1 }) },
});
