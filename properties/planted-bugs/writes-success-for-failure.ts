/** A trail in which every order that was sent had been done. */
import { plantBug } from "./planted-bug.ts";

export const writesSuccessForFailure = plantBug({
  name: "writes-success-for-failure",
  expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
  minimalSize: 4,
  bends: {
    event: (event) =>
      event.event_type === "REMEDIATE_RESULT" ? { ...event, status: "executed" } : event,
  },
});
