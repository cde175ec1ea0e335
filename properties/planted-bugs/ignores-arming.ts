/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresArming = plantBug({
  name: "ignores-arming",
  expectedFailure: "live-needs-all-five-gates/wrong-mode",
  minimalSize: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm, env: { ...env, ARMED: "1" } }),
  },
});
