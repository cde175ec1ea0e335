/** A timer that fires twice: where the last cancel was a moment ago and all is well, it is sent once more. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

const aMomentMs = 10;

export const makesSureOfWhatItDid = plantBug({
  name: "makes-sure-of-what-it-did",
  expectedFailure: "a-second-run-has-nothing-to-do/remaining-action",
  minimalSize: 1,
  isSequence: true,
  reconcile: async (inputs, services) => {
    const report = await shippedPipeline.reconcile(inputs, services);
    const decision = decideMode(inputs.gates);
    const last = inputs.priorCalls.at(-1);
    const isDone = "results" in report && report.status === "clean" && last?.status === "accepted";
    const sinceMs = services.nowMs() - (last?.atMs ?? 0) - inputs.config.cooldownSeconds * 1_000;
    if (
      decision.mode !== "live" ||
      !isDone ||
      sinceMs > aMomentMs ||
      last.request.method !== "cancelOrder"
    )
      return report;
    await services.port.cancelOrder(decision.permit, last.request).catch(() => null);
    return report;
  },
});
