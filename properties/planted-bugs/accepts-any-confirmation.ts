/** A flag that was tested for presence, not for its value. */
import { plantBug } from "./planted-bug.ts";

export const acceptsAnyConfirmation = plantBug(
  {
    name: "accepts-any-confirmation",
    caughtBy: "live-needs-all-five-gates/mode-follows-the-gates",
    source: "A flag that was tested for presence, not for its value.",
  },
  {
    inputs: (inputs) =>
      inputs.gates.confirm === null
        ? inputs
        : { ...inputs, gates: { ...inputs.gates, confirm: "LIVE_REMEDIATE" } },
  },
);
