/** The exchange cancels a live order by itself, of the list of conditional orders where the step names it. */
import { orderListSchema } from "../../domain/mismatch.ts";
import { orderReference } from "../order-reference.ts";
import { defineStep } from "../step-module.ts";

export const cancelByExchange = defineStep({
  kind: "cancel-by-exchange",
  fields: { ...orderReference.fields, orderList: orderListSchema.optional() },
  describe: (step) =>
    `the exchange cancels ${step.orderList === undefined ? "" : "conditional: "}${orderReference.describe(step)}`,
  shrink: orderReference.shrink,
  rename: orderReference.rename,
  bind: (step, simulation) =>
    step.orderList === undefined
      ? orderReference.bind(step, simulation)
      : orderReference.bindConditional(step, simulation),
  changesExchange: true,
  apply: ({ clientOrderId, symbol, orderList }, { exchange, exchangeNowMs }) => {
    if (orderList === undefined) exchange.expire(clientOrderId, exchangeNowMs(), symbol);
    else exchange.expireConditional(clientOrderId, exchangeNowMs());
  },
});
