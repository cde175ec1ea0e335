/** A restart that forgot what had been sent. */
import { plantBug } from "./planted-bug.ts";

export const forgetsItsLastCall = plantBug({
  name: "forgets-its-last-call",
  expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
  minimalSize: 4,
  bends: {
    inputs: (inputs) => ({ ...inputs, lastPortCallAtMs: null }),
  },
});
