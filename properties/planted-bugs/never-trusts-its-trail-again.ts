/** Once its trail has refused a line it is never written again, and so nothing is ever done again. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { RunServices } from "../../src/pipeline/services.ts";
import { plantBug } from "./planted-bug.ts";

/** The worlds, which their clocks stand for, whose trail has refused a line. */
const refused = new WeakSet<RunServices["nowMs"]>();

export const neverTrustsItsTrailAgain = plantBug({
  name: "never-trusts-its-trail-again",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 4,
  isSequence: true,
  reconcile: (inputs, { nowMs, newRunId, port, readSnapshot, audit }) =>
    shippedPipeline.reconcile(inputs, {
      nowMs,
      newRunId,
      port,
      readSnapshot,
      audit: {
        append: (event) => {
          if (refused.has(nowMs)) return "it was broken once";
          const refusal = audit.append(event);
          if (refusal !== null) refused.add(nowMs);
          return refusal;
        },
      },
    }),
});
