/** A gate that was added to the list and not to the check. */
import { plantBug } from "./planted-bug.ts";

export const ignoresDryRunSwitch = plantBug({
  name: "ignores-dry-run-switch",
  expectedFailure: "live-needs-all-five-gates/wrong-mode",
  minimalSize: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm, env: { ...env, RECONCILE_DRY_RUN: "0" } }),
  },
});
