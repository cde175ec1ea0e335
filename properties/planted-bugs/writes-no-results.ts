/** A trail that ended with the request. */
import { plantBug } from "./planted-bug.ts";

export const writesNoResults = plantBug({
  name: "writes-no-results",
  caughtBy: "audit-equals-effects/lines-say-what-was-sent",
  smallest: 3,
  bends: {
    event: (event) => (event.event_type === "REMEDIATE_RESULT" ? null : event),
  },
});
