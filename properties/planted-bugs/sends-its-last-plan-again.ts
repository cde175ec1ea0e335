/** The last cancel that was sent is sent once more before the new plan, to be safe. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

export const sendsItsLastPlanAgain = plantBug({
  name: "sends-its-last-plan-again",
  caughtBy: "a-second-run-has-nothing-to-do/nothing-to-do",
  smallest: 1,
  takesHistories: true,
  reconcile: async (inputs, world) => {
    const { mode } = decideMode(inputs.gates);
    const last = inputs.earlierCalls.at(-1);
    const decision = decideMode(inputs.gates);
    if (mode === "live" && decision.mode === "live" && last?.request.method === "cancelOrder") {
      await world.port.cancelOrder(decision.permit, last.request).catch(() => null);
    }
    return shippedPipeline.reconcile(inputs, world);
  },
});
