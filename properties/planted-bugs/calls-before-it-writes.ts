/** A trail that was written when the answer came. */
import { plantBug } from "./planted-bug.ts";

export const callsBeforeItWrites = plantBug({
  name: "calls-before-it-writes",
  expectedFailure: "audit-equals-effects/call-without-attempt",
  minimalSize: 3,
  parts: {
    announce: () => null,
    record: (trail, intent, sequence, reply) => {
      trail.attempt(intent, sequence);
      return trail.result(intent, sequence, reply);
    },
  },
});
