/** Off by one at the boundary of the grace period. */
import { isMissing } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const callsAnOrderLostTooLate = plantBug({
  name: "calls-an-order-lost-too-late",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 3,
  parts: { isMissing: (believed, takenAtMs, config) => isMissing(believed, takenAtMs - 1, config) },
});
