/** Off by one at the boundary of the grace period. */
import { isMissing } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const callsAnOrderLostTooSoon = plantBug({
  name: "calls-an-order-lost-too-soon",
  expectedFailure: "no-mismatch-no-action/report-without-mismatch",
  minimalSize: 3,
  parts: { isMissing: (believed, takenAtMs, config) => isMissing(believed, takenAtMs + 1, config) },
});
