/** Off by one at the boundary of the grace period. */
import { isMissed } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const callsAnOrderLostTooSoon = plantBug({
  name: "calls-an-order-lost-too-soon",
  caughtBy: "agreement-is-left-alone/not-reported",
  smallest: 3,
  parts: { isMissed: (believed, takenAtMs, config) => isMissed(believed, takenAtMs + 1, config) },
});
