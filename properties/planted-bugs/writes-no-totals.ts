/** A run that left no line when it had nothing to do. */
import { plantBug } from "./planted-bug.ts";

export const writesNoTotals = plantBug(
  "writes-no-totals",
  "audit-equals-effects/lines-say-what-was-sent",
  {
    event: (event) => (event.event_type === "RECONCILE_RUN" ? null : event),
  },
);
