/** A trail that ended with the request. */
import { plantBug } from "./planted-bug.ts";

export const writesNoResults = plantBug({
  name: "writes-no-results",
  expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
  minimalSize: 3,
  bends: {
    event: (event) => (event.event_type === "REMEDIATE_RESULT" ? null : event),
  },
});
