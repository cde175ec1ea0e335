/** A snapshot from before the call is believed when nobody knows what the call did. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

export const retriesAnUnknownWithoutLooking = plantBug({
  name: "retries-an-unknown-without-looking",
  expectedFailure: "unknown-outcomes-need-a-new-snapshot/attempt-without-new-snapshot",
  minimalSize: 4,
  isSequence: true,
  reconcile: (inputs, services) => {
    const isUnknown = inputs.priorCalls.at(-1)?.status === "unknown";
    const isFree = inputs.config.cooldownSeconds === 0;
    const isTried = isUnknown && isFree && decideMode(inputs.gates).mode === "live";
    return rebuild({
      checkSnapshotPart: (part, snapshot, config, nowMs, lastPortCallAtMs) =>
        checkSnapshotPart(part, snapshot, config, nowMs, isTried ? null : lastPortCallAtMs),
    })(inputs, services);
  },
});
