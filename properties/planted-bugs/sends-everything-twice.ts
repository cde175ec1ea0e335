/** A retry around a call that had already succeeded. */
import { plantBug } from "./planted-bug.ts";

export const sendsEverythingTwice = plantBug({
  name: "sends-everything-twice",
  expectedFailure: "one-call-per-intent/duplicate-call",
  minimalSize: 3,
  bends: {
    sendsTwice: true,
  },
});
