/** A position at the exchange changes for a reason outside the scenario. */
import { positionSchema } from "../../domain/position.ts";
import { defineStep } from "../step-module.ts";

export const setPosition = defineStep({
  kind: "set-position",
  fields: { position: positionSchema },
  describe: ({ position: { symbol, positionSide, quantity } }) =>
    `the position ${symbol} ${positionSide} becomes ${quantity}`,
  shrink: () => [],
  rename: (step, renamer) => ({ ...step, position: renamer.position(step.position) }),
  bind: (step, { exchange }) => (exchange.hasSide(step.position.positionSide) ? step : null),
  changesExchange: true,
  apply: ({ position }, { exchange, exchangeNowMs }) =>
    exchange.setPosition(position, exchangeNowMs()),
});
