/** A trail in which every order that was sent had been done. */
import { plantBug } from "./planted-bug.ts";

export const writesSuccessForFailure = plantBug({
  name: "writes-success-for-failure",
  caughtBy: "audit-equals-effects/lines-say-what-was-sent",
  smallest: 4,
  bends: {
    event: (event) =>
      event.event_type === "REMEDIATE_RESULT" ? { ...event, status: "executed" } : event,
  },
});
