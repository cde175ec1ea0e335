/** A retry around a call that had already succeeded. */
import { plantBug } from "./planted-bug.ts";

export const sendsEverythingTwice = plantBug("sends-everything-twice", "one-call-per-intent/once", {
  sendsTwice: true,
});
