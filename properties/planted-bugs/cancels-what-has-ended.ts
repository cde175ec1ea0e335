/** A branch for every order that differs, whether or not it had ended. */
import { routeMismatches } from "../../src/pipeline/route.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsWhatHasEnded = plantBug({
  name: "cancels-what-has-ended",
  expectedFailure: "blocked-remediations-name-the-first-reason/wrong-outcome-or-reason",
  minimalSize: 4,
  parts: {
    routeFirst: (mismatches, { action }) =>
      mismatches[0]?.type === "ORDER_STATUS_DIVERGENCE"
        ? { remediate: "cancel" }
        : routeMismatches(mismatches, action)[0],
  },
});
