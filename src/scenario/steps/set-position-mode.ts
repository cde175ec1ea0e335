/** The operator changes the position mode of the account. The venue permits it only without open orders and positions. */
import { positionModeSchema } from "../../domain/position.ts";
import { defineStep } from "../step-module.ts";

export const setPositionMode = defineStep({
  kind: "set-position-mode",
  fields: { mode: positionModeSchema },
  describe: ({ mode }) => `the operator sets the position mode ${mode}`,
  shrink: () => [],
  rename: (step) => step,
  bind: (step, { exchange }) => (exchange.refuseMode(step.mode) === null ? step : null),
  changesExchange: true,
  apply: ({ mode }, { exchange }) => exchange.setPositionMode(mode),
});
