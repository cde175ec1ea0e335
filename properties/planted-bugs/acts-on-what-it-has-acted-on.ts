/** A snapshot of the very millisecond of the call, taken for one after it. */
import { whyUnreadable } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const actsOnWhatItHasActedOn = plantBug({
  name: "acts-on-what-it-has-acted-on",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 4,
  parts: {
    whyUnreadable: (part, snapshot, config, nowMs, lastPortCallAtMs) =>
      whyUnreadable(
        part,
        snapshot,
        config,
        nowMs,
        lastPortCallAtMs === null ? null : lastPortCallAtMs - 1,
      ),
  },
});
