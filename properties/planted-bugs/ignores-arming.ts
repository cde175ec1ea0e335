/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresArming = plantBug({
  name: "ignores-arming",
  caughtBy: "live-needs-all-five-gates/mode-follows-the-gates",
  smallest: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm, env: { ...env, ARMED: "1" } }),
  },
});
