/** A trail that was full, and a bot that went on. */
import { plantBug } from "./planted-bug.ts";

export const callsWithoutItsLine = plantBug({
  name: "calls-without-its-line",
  expectedFailure: "audit-equals-effects/call-without-attempt",
  minimalSize: 4,
  parts: {
    announce: (trail, intent, sequence) => {
      trail.attempt(intent, sequence);
      return null;
    },
  },
});
