/** A switch that only the writer of the file knew. */
import { plantBug } from "./planted-bug.ts";

export const writesATrailThatIsOff = plantBug({
  name: "writes-a-trail-that-is-off",
  caughtBy: "audit-equals-effects/nothing-when-off",
  smallest: 1,
  bends: {
    config: () => ({ auditEnabled: true }),
  },
});
