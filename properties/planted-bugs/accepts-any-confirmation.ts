/** A flag that was tested for presence, not for its value. */
import { plantBug } from "./planted-bug.ts";

export const acceptsAnyConfirmation = plantBug(
  "accepts-any-confirmation",
  "live-needs-all-five-gates/mode-follows-the-gates",
  {
    gates: ({ confirm, env }) => ({ confirm: confirm === null ? null : "LIVE_REMEDIATE", env }),
  },
);
