/** A trail that ended with the request. */
import { plantBug } from "./planted-bug.ts";

export const writesNoResults = plantBug(
  "writes-no-results",
  "audit-equals-effects/lines-say-what-was-sent",
  {
    event: (event) => (event.event_type === "REMEDIATE_RESULT" ? null : event),
  },
);
