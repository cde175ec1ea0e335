/** A list that was sorted where it was shown and not where it was written. */
import { plantBug } from "./planted-bug.ts";

export const writesSymbolsAsTheyCome = plantBug({
  name: "writes-symbols-as-they-come",
  expectedFailure: "audit-equals-effects/wrong-run-event",
  minimalSize: 4,
  bends: {
    event: (event) =>
      event.event_type === "RECONCILE_RUN"
        ? { ...event, symbols: event.symbols.toReversed() }
        : event,
  },
});
