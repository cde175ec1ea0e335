/** A retry around a call that had already succeeded. */
import { plantBug } from "./planted-bug.ts";

export const sendsEverythingTwice = plantBug(
  {
    name: "sends-everything-twice",
    caughtBy: "one-call-per-intent/once",
    source: "A retry around a call that had already succeeded.",
  },
  {
    callsEach: 2,
  },
);
