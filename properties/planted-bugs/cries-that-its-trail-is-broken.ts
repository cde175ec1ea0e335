/** Only the line of the whole run is written; every other is called refused, and so nothing is ever done. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

export const criesThatItsTrailIsBroken = plantBug({
  name: "cries-that-its-trail-is-broken",
  expectedFailure: "audit-equals-effects/unreported-audit-failure",
  minimalSize: 3,
  reconcile: (inputs, { nowMs, newRunId, port, readSnapshot, audit }) =>
    shippedPipeline.reconcile(inputs, {
      nowMs,
      newRunId,
      port,
      readSnapshot,
      audit: {
        append: (event) =>
          event.event_type === "RECONCILE_RUN" ? audit.append(event) : "it is broken",
      },
    }),
});
