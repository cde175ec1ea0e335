/** A check that ended at the first gate, so that opening one showed the next. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { plantBug } from "./planted-bug.ts";

export const namesOneClosedGate = plantBug({
  name: "names-one-closed-gate",
  expectedFailure: "live-needs-all-five-gates/wrong-closed-gates",
  minimalSize: 1,
  parts: {
    decideMode: (gates) => {
      const decision = decideMode(gates);
      return decision.mode === "refused"
        ? { ...decision, gateFailures: decision.gateFailures.slice(0, 1) }
        : decision;
    },
  },
});
