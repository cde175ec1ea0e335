/** Input that was cleaned up for the user. */
import { plantBug } from "./planted-bug.ts";

export const trimsConfirmation = plantBug(
  "trims-confirmation",
  "live-needs-all-five-gates/mode-follows-the-gates",
  {
    gates: ({ confirm, env }) => ({ confirm: confirm?.trim() ?? null, env }),
  },
);
