/** A trail that was written when the answer came. */
import { plantBug } from "./planted-bug.ts";

export const callsBeforeItWrites = plantBug(
  {
    name: "calls-before-it-writes",
    caughtBy: "audit-equals-effects/attempt-before-call",
    source: "A trail that was written when the answer came.",
  },
  {
    event: (event) => (event.event_type === "REMEDIATE_ATTEMPT" ? null : event),
  },
);
