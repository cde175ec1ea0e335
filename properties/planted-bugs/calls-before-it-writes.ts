/** A trail that was written when the answer came. */
import { plantBug } from "./planted-bug.ts";

export const callsBeforeItWrites = plantBug(
  "calls-before-it-writes",
  "audit-equals-effects/attempt-before-call",
  {
    event: (event) => (event.event_type === "REMEDIATE_ATTEMPT" ? null : event),
  },
);
