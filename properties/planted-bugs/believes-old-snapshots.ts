/** A cache that was shown as the exchange. */
import { plantBug } from "./planted-bug.ts";

export const believesOldSnapshots = plantBug(
  {
    name: "believes-old-snapshots",
    caughtBy: "unreadable-state-takes-no-action/no-action",
    source: "A cache that was shown as the exchange.",
  },
  {
    inputs: (inputs) => ({ ...inputs, config: { ...inputs.config, snapshotAgeMsMax: 86_400_000 } }),
  },
);
