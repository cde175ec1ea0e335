/** A clock that ran ahead, and an age below zero that was below every limit. */
import { whyUnreadable } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const believesTomorrow = plantBug({
  name: "believes-tomorrow",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 3,
  parts: {
    whyUnreadable: (part, snapshot, config, nowMs, lastPortCallAtMs) =>
      whyUnreadable(
        part,
        snapshot,
        config,
        Math.max(nowMs, snapshot[part].takenAtMs),
        lastPortCallAtMs,
      ),
  },
});
