/** A cooldown that was kept in memory and lost at a restart. */
import { plantBug } from "./planted-bug.ts";

export const hasNoCooldown = plantBug("has-no-cooldown", "limits-hold/cooldown", {
  config: () => ({ cooldownSeconds: 0 }),
});
