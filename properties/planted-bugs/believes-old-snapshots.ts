/** A cache that was shown as the exchange. */
import { plantBug } from "./planted-bug.ts";

export const believesOldSnapshots = plantBug({
  name: "believes-old-snapshots",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 3,
  bends: {
    config: () => ({ snapshotAgeMsMax: 86_400_000 }),
  },
});
