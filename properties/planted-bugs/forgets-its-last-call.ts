/** A restart that forgot what had been sent. */
import { plantBug } from "./planted-bug.ts";

export const forgetsItsLastCall = plantBug(
  {
    name: "forgets-its-last-call",
    caughtBy: "unreadable-state-takes-no-action/no-action",
    source: "A restart that forgot what had been sent.",
  },
  {
    inputs: (inputs) => ({ ...inputs, lastPortCallAtMs: null }),
  },
);
