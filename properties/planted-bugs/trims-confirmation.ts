/** Input that was cleaned up for the user. */
import { plantBug } from "./planted-bug.ts";

export const trimsConfirmation = plantBug({
  name: "trims-confirmation",
  caughtBy: "live-needs-all-five-gates/mode-follows-the-gates",
  smallest: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm: confirm?.trim() ?? null, env }),
  },
});
