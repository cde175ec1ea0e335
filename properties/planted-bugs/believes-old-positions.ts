/** A check of age that one of the two parts never got. */
import { whyUnreadable } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const believesOldPositions = plantBug({
  name: "believes-old-positions",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 3,
  parts: {
    whyUnreadable: (part, snapshot, ...rest) =>
      part === "positions" && snapshot.positions.status === "ok"
        ? null
        : whyUnreadable(part, snapshot, ...rest),
  },
});
