/** A clock that ran ahead, and an age below zero that was below every limit. */
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const believesTomorrow = plantBug({
  name: "believes-tomorrow",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 3,
  parts: {
    checkSnapshotPart: (part, snapshot, config, nowMs, lastPortCallAtMs) =>
      checkSnapshotPart(
        part,
        snapshot,
        config,
        Math.max(nowMs, snapshot[part].takenAtMs),
        lastPortCallAtMs,
      ),
  },
});
