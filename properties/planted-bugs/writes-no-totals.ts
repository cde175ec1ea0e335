/** A run that left no line when it had nothing to do. */
import { plantBug } from "./planted-bug.ts";

export const writesNoTotals = plantBug({
  name: "writes-no-totals",
  expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
  minimalSize: 1,
  bends: {
    event: (event) => (event.event_type === "RECONCILE_RUN" ? null : event),
  },
});
