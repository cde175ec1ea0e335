/** Input that was cleaned up for the user. */
import { plantBug } from "./planted-bug.ts";

export const trimsConfirmation = plantBug({
  name: "trims-confirmation",
  expectedFailure: "live-needs-all-five-gates/wrong-mode",
  minimalSize: 1,
  bends: {
    gates: ({ confirm, env }) => ({ confirm: confirm?.trim() ?? null, env }),
  },
});
