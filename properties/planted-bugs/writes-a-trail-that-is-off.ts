/** A switch that only the writer of the file knew. */
import { plantBug } from "./planted-bug.ts";

export const writesATrailThatIsOff = plantBug(
  "writes-a-trail-that-is-off",
  "audit-equals-effects/nothing-when-off",
  {
    config: () => ({ auditEnabled: true }),
  },
);
