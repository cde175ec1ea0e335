/** A cooldown that was kept in memory and lost at a restart. */
import { plantBug } from "./planted-bug.ts";

export const hasNoCooldown = plantBug({
  name: "has-no-cooldown",
  expectedFailure: "limits-hold/cooldown",
  minimalSize: 6,
  bends: {
    config: () => ({ cooldownSeconds: 0 }),
  },
});
