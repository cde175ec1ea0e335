/** A snapshot from before the call is believed when nobody knows what the call did. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { whyUnreadable } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

export const retriesAnUnknownWithoutLooking = plantBug({
  name: "retries-an-unknown-without-looking",
  caughtBy: "unknown-is-resolved-by-looking/looks-first",
  smallest: 4,
  takesHistories: true,
  reconcile: (inputs, world) => {
    const isUnknown = inputs.earlierCalls.at(-1)?.status === "unknown";
    const isFree = inputs.config.cooldownSeconds === 0;
    const isTried = isUnknown && isFree && decideMode(inputs.gates).mode === "live";
    return rebuild({
      whyUnreadable: (part, snapshot, config, nowMs, lastPortCallAtMs) =>
        whyUnreadable(part, snapshot, config, nowMs, isTried ? null : lastPortCallAtMs),
    })(inputs, world);
  },
});
