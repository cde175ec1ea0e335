/** A lock that an order held which nobody could cancel any more. */
import { routeMismatches } from "../../src/pipeline/route.ts";
import { plantBug } from "./planted-bug.ts";

export const neverLiftsItsLock = plantBug({
  name: "never-lifts-its-lock",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 4,
  parts: {
    routeFirst: ([mismatch, ...others], { action }) => {
      const isLocked =
        mismatch?.type === "POSITION_NONZERO_UNEXPECTED" &&
        others.some(({ type }) => type !== mismatch.type);
      return isLocked
        ? { outcome: { status: "deferred", detail: "an order stands" } }
        : routeMismatches(mismatch === undefined ? [] : [mismatch, ...others], action)[0];
    },
  },
});
