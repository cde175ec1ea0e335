/** A switch that only the writer of the file knew. */
import { plantBug } from "./planted-bug.ts";

export const writesATrailThatIsOff = plantBug(
  {
    name: "writes-a-trail-that-is-off",
    caughtBy: "audit-equals-effects/nothing-when-off",
    source: "A switch that only the writer of the file knew.",
  },
  {
    inputs: (inputs) => ({ ...inputs, config: { ...inputs.config, auditEnabled: true } }),
  },
);
