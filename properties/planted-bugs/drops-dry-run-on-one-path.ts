/** simmer-sdk#338: of all ways to an order, one forgot to hand the flag on. */
import { mintLivePermit } from "../../src/pipeline/live-permit.ts";
import { plantBug } from "./planted-bug.ts";

export const dropsDryRunOnOnePath = plantBug({
  name: "drops-dry-run-on-one-path",
  source: "simmer-sdk#338",
  expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
  minimalSize: 3,
  parts: {
    permitFor: (decision, steps) => {
      if (decision.mode === "live") return decision.permit;
      return steps.some((step) => "kind" in step && step.kind === "flatten")
        ? mintLivePermit([])
        : null;
    },
  },
});
