/** A trail in which every order that was sent had been done. */
import { plantBug } from "./planted-bug.ts";

export const writesSuccessForFailure = plantBug(
  "writes-success-for-failure",
  "audit-equals-effects/lines-say-what-was-sent",
  {
    event: (event) =>
      event.event_type === "REMEDIATE_RESULT" ? { ...event, status: "executed" } : event,
  },
);
