/** Totals that were counted beside the calls, and not from them. */
import { plantBug } from "./planted-bug.ts";

export const writesTotalsOfItsOwn = plantBug({
  name: "writes-totals-of-its-own",
  expectedFailure: "audit-equals-effects/wrong-executed-count",
  minimalSize: 3,
  bends: {
    event: (event) =>
      event.event_type === "RECONCILE_RUN"
        ? {
            ...event,
            details: {
              ...event.details,
              executed_count: event.details.cancel_count + event.details.flatten_count,
            },
          }
        : event,
  },
});
