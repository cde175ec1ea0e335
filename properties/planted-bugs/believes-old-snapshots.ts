/** A cache that was shown as the exchange. */
import { plantBug } from "./planted-bug.ts";

export const believesOldSnapshots = plantBug({
  name: "believes-old-snapshots",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 3,
  bends: {
    config: () => ({ snapshotAgeMsMax: 86_400_000 }),
  },
});
