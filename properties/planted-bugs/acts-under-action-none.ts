/** A default action that won over the one that was asked for. */
import { plantBug } from "./planted-bug.ts";

export const actsUnderActionNone = plantBug(
  "acts-under-action-none",
  "action-routes-only-its-kind/only-its-kind",
  {
    config: () => ({ action: "cancel_then_flatten" }),
  },
);
