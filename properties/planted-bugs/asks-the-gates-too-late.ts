/** A check that stood behind the work, and refused what was done already. */
import { allGatesOpen } from "../arbitraries/gate-environment.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { plantBug } from "./planted-bug.ts";

export const asksTheGatesTooLate = plantBug({
  name: "asks-the-gates-too-late",
  caughtBy: "dry-run-makes-no-port-calls/no-port-call-when-refused",
  smallest: 3,
  reconcile: async (inputs, world) => {
    const decision = decideMode(inputs.gates);
    if (decision.mode !== "refused") return shippedPipeline.reconcile(inputs, world);
    await shippedPipeline.reconcile({ ...inputs, gates: allGatesOpen }, world);
    return decision;
  },
});
