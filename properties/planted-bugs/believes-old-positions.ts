/** A check of age that one of the two parts never got. */
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const believesOldPositions = plantBug({
  name: "believes-old-positions",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 3,
  parts: {
    checkSnapshotPart: (part, snapshot, ...rest) =>
      part === "positions" && snapshot.positions.status === "ok"
        ? null
        : checkSnapshotPart(part, snapshot, ...rest),
  },
});
