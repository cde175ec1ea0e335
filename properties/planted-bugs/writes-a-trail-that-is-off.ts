/** A switch that only the writer of the file knew. */
import { plantBug } from "./planted-bug.ts";

export const writesATrailThatIsOff = plantBug({
  name: "writes-a-trail-that-is-off",
  expectedFailure: "audit-equals-effects/event-while-audit-is-off",
  minimalSize: 1,
  bends: {
    config: () => ({ auditEnabled: true }),
  },
});
