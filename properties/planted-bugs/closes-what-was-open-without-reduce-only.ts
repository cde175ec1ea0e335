/** The first flatten may open the other side, where its position is gone before it fills. */
import { requestFor } from "../../src/pipeline/plan.ts";
import { plantBug } from "./planted-bug.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

export const closesWhatWasOpenWithoutReduceOnly = plantBug({
  name: "closes-what-was-open-without-reduce-only",
  expectedFailure: "rejected-remediations-need-a-new-snapshot/fill-past-zero",
  minimalSize: 3,
  isSequence: true,
  reconcile: (inputs, services) =>
    rebuild({
      requestFor: (mismatch, config, nowMs, sequence) => {
        const request = requestFor(mismatch, config, nowMs, sequence);
        if (request.method === "cancelOrder" || inputs.priorCalls.length > 0) return request;
        return { ...request, reduceOnly: request.reduceOnly === null ? null : false };
      },
    })(inputs, services),
});
