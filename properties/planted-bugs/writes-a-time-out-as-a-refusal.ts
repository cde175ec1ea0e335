/** What was not answered is written down as refused, though it may have been done. */
import { plantBug } from "./planted-bug.ts";

export const writesATimeOutAsARefusal = plantBug({
  name: "writes-a-time-out-as-a-refusal",
  expectedFailure: "audit-accounts-for-every-effect/effect-without-attempt",
  minimalSize: 3,
  isSequence: true,
  bends: {
    event: (event) =>
      event.event_type === "REMEDIATE_RESULT" && event.status === "unknown"
        ? { ...event, status: "failed" }
        : event,
  },
});
