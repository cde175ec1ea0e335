/** A list that was sorted where it was shown and not where it was written. */
import { plantBug } from "./planted-bug.ts";

export const writesSymbolsAsTheyCome = plantBug({
  name: "writes-symbols-as-they-come",
  caughtBy: "audit-equals-effects/the-run-says-what-was-found",
  smallest: 4,
  bends: {
    event: (event) =>
      event.event_type === "RECONCILE_RUN"
        ? { ...event, symbols: event.symbols.toReversed() }
        : event,
  },
});
