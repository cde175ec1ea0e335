/** A cache that was shown as the exchange. */
import { plantBug } from "./planted-bug.ts";

export const believesOldSnapshots = plantBug(
  "believes-old-snapshots",
  "unreadable-state-takes-no-action/no-action",
  {
    config: () => ({ snapshotAgeMsMax: 86_400_000 }),
  },
);
