/** A restart that forgot what had been sent. */
import { plantBug } from "./planted-bug.ts";

export const forgetsItsLastCall = plantBug({
  name: "forgets-its-last-call",
  caughtBy: "unreadable-state-takes-no-action/no-action",
  smallest: 4,
  bends: {
    inputs: (inputs) => ({ ...inputs, lastPortCallAtMs: null }),
  },
});
