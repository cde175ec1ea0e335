/** A flag that was tested for presence, not for its value. */
import { plantBug } from "./planted-bug.ts";

export const acceptsAnyConfirmation = plantBug({
  name: "accepts-any-confirmation",
  expectedFailure: "live-needs-all-five-gates/wrong-mode",
  minimalSize: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm: confirm === null ? null : "LIVE_REMEDIATE", env }),
  },
});
