/** Input that was cleaned up for the user. */
import { plantBug } from "./planted-bug.ts";

export const trimsConfirmation = plantBug(
  {
    name: "trims-confirmation",
    caughtBy: "live-needs-all-five-gates/mode-follows-the-gates",
    source: "Input that was cleaned up for the user.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      gates: { ...inputs.gates, confirm: inputs.gates.confirm?.trim() ?? null },
    }),
  },
);
