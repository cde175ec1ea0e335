/** A default action that won over the one that was asked for. */
import { plantBug } from "./planted-bug.ts";

export const actsUnderActionNone = plantBug({
  name: "acts-under-action-none",
  expectedFailure: "action-routes-only-its-kind/wrong-remediation-kind",
  minimalSize: 3,
  bends: {
    config: () => ({ action: "cancel_then_flatten" }),
  },
});
