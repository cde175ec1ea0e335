/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresArming = plantBug(
  {
    name: "ignores-arming",
    caughtBy: "live-needs-all-five-gates/mode-follows-the-gates",
    source: "A gate that was added to the list and not to the check.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      gates: { ...inputs.gates, env: { ...inputs.gates.env, ARMED: "1" } },
    }),
  },
);
