/** The exchange cancels a live order by itself. */
import { orderReference } from "../order-reference.ts";
import { defineStep } from "../step-module.ts";

export const cancelByExchange = defineStep({
  kind: "cancel-by-exchange",
  fields: orderReference.fields,
  describe: (step) => `the exchange cancels ${orderReference.describe(step)}`,
  shrink: orderReference.shrink,
  rename: orderReference.rename,
  bind: (step, simulation) => orderReference.bind(step, simulation),
  changesExchange: true,
  apply: ({ clientOrderId, symbol }, { exchange, exchangeNowMs }) =>
    exchange.expire(clientOrderId, exchangeNowMs(), symbol),
});
