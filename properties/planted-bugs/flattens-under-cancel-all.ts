/** A word for an action that two people read in two ways. */
import { routeMismatches } from "../../src/pipeline/route.ts";
import { plantBug } from "./planted-bug.ts";

export const flattensUnderCancelAll = plantBug({
  name: "flattens-under-cancel-all",
  expectedFailure: "action-routes-only-its-kind/wrong-remediation-kind",
  minimalSize: 3,
  parts: {
    routeFirst: (mismatches, { action }) =>
      routeMismatches(mismatches, action === "cancel_all" ? "cancel_then_flatten" : action)[0],
  },
});
