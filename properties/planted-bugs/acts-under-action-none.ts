/** A default action that won over the one that was asked for. */
import { plantBug } from "./planted-bug.ts";

export const actsUnderActionNone = plantBug(
  {
    name: "acts-under-action-none",
    caughtBy: "action-routes-only-its-kind/only-its-kind",
    source: "A default action that won over the one that was asked for.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      config: { ...inputs.config, action: "cancel_then_flatten" },
    }),
  },
);
