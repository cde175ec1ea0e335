/** A cooldown that was kept in memory and lost at a restart. */
import { plantBug } from "./planted-bug.ts";

export const hasNoCooldown = plantBug(
  {
    name: "has-no-cooldown",
    caughtBy: "limits-hold/cooldown",
    source: "A cooldown that was kept in memory and lost at a restart.",
  },
  {
    inputs: (inputs) => ({ ...inputs, config: { ...inputs.config, cooldownSeconds: 0 } }),
  },
);
