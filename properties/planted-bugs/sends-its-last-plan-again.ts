/** The last cancel that was sent is sent once more before the new plan, to be safe. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

export const sendsItsLastPlanAgain = plantBug({
  name: "sends-its-last-plan-again",
  expectedFailure: "a-second-run-has-nothing-to-do/remaining-action",
  minimalSize: 1,
  isSequence: true,
  reconcile: async (inputs, services) => {
    const { mode } = decideMode(inputs.gates);
    const last = inputs.priorCalls.at(-1);
    const decision = decideMode(inputs.gates);
    if (mode === "live" && decision.mode === "live" && last?.request.method === "cancelOrder") {
      await services.port.cancelOrder(decision.permit, last.request).catch(() => null);
    }
    return shippedPipeline.reconcile(inputs, services);
  },
});
