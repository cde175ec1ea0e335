/** A check that stood behind the work, and refused what was done already. */
import { allGatesOpen } from "../arbitraries/gate-environment.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { plantBug } from "./planted-bug.ts";

export const asksTheGatesTooLate = plantBug({
  name: "asks-the-gates-too-late",
  expectedFailure: "dry-run-makes-no-port-calls/port-call-when-refused",
  minimalSize: 3,
  reconcile: async (inputs, services) => {
    const decision = decideMode(inputs.gates);
    if (decision.mode !== "refused") return shippedPipeline.reconcile(inputs, services);
    await shippedPipeline.reconcile({ ...inputs, gates: allGatesOpen }, services);
    return decision;
  },
});
