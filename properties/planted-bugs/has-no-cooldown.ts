/** A cooldown that was kept in memory and lost at a restart. */
import { plantBug } from "./planted-bug.ts";

export const hasNoCooldown = plantBug({
  name: "has-no-cooldown",
  caughtBy: "limits-hold/cooldown",
  smallest: 6,
  bends: {
    config: () => ({ cooldownSeconds: 0 }),
  },
});
