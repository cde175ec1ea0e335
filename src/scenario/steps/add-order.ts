/** An order appears at the exchange, external or of another process of the bot. It is not expected. */
import { observedOrderSchema } from "../../domain/order.ts";
import { defineStep } from "../step-module.ts";

export const addOrder = defineStep({
  kind: "add-order",
  fields: { order: observedOrderSchema },
  describe: ({ order: { clientOrderId, symbol, status } }) =>
    `order ${clientOrderId} appears on ${symbol}, ${status}`,
  shrink: () => [],
  rename: (step, renamer) => ({ ...step, order: renamer.order(step.order) }),
  bind: (step, { exchange }) =>
    exchange.accepts(step.order) && exchange.hasSide(step.order.positionSide) ? step : null,
  changesExchange: true,
  apply: ({ order }, { exchange, exchangeNowMs }) => exchange.addOrder(order, exchangeNowMs()),
});
