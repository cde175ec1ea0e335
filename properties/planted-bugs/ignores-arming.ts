/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresArming = plantBug(
  "ignores-arming",
  "live-needs-all-five-gates/mode-follows-the-gates",
  {
    gates: ({ confirm, env }) => ({ confirm, env: { ...env, ARMED: "1" } }),
  },
);
