/** A retry around a call that had already succeeded. */
import { plantBug } from "./planted-bug.ts";

export const sendsEverythingTwice = plantBug({
  name: "sends-everything-twice",
  caughtBy: "one-call-per-intent/once",
  smallest: 3,
  bends: {
    sendsTwice: true,
  },
});
