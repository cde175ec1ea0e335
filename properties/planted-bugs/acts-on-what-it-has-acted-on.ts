/** A snapshot of the very millisecond of the call, taken for one after it. */
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const actsOnWhatItHasActedOn = plantBug({
  name: "acts-on-what-it-has-acted-on",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 4,
  parts: {
    checkSnapshotPart: (part, snapshot, config, nowMs, lastPortCallAtMs) =>
      checkSnapshotPart(
        part,
        snapshot,
        config,
        nowMs,
        lastPortCallAtMs === null ? null : lastPortCallAtMs - 1,
      ),
  },
});
