/** A restart that forgot what had been sent. */
import { plantBug } from "./planted-bug.ts";

export const forgetsItsLastCall = plantBug(
  "forgets-its-last-call",
  "unreadable-state-takes-no-action/no-action",
  {
    inputs: (inputs) => ({ ...inputs, lastPortCallAtMs: null }),
  },
);
