/** A message that put the wanted rawValue in both places. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { plantBug } from "./planted-bug.ts";

export const tellsWhatItWantedToRead = plantBug({
  name: "tells-what-it-wanted-to-read",
  expectedFailure: "live-needs-all-five-gates/wrong-gate-value",
  minimalSize: 1,
  parts: {
    decideMode: (gates) => {
      const decision = decideMode(gates);
      if (decision.mode !== "refused") return decision;
      const gateFailures = decision.gateFailures.map((failure) => ({
        ...failure,
        actual: failure.expected,
      }));
      return { ...decision, gateFailures };
    },
  },
});
