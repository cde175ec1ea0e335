/** The exchange fills `quantity` of a live order; null fills the rest. */
import { unsignedDecimalSchema } from "../../domain/decimal.ts";
import { orderReference } from "../order-reference.ts";
import { defineStep } from "../step-module.ts";

export const fillOrder = defineStep({
  kind: "fill-order",
  fields: { ...orderReference.fields, quantity: unsignedDecimalSchema.nullable().default(null) },
  describe: (step) =>
    `the exchange fills ${step.quantity ?? "the rest"} of ${orderReference.describe(step)}`,
  shrink: (step) => [
    ...(step.quantity === null ? [] : [{ ...step, quantity: null }]),
    ...orderReference.shrink(step),
  ],
  rename: orderReference.rename,
  bind: (step, simulation) => orderReference.bind(step, simulation),
  changesExchange: true,
  apply: ({ clientOrderId, symbol, quantity }, { exchange, exchangeNowMs }) =>
    exchange.fill(clientOrderId, quantity, exchangeNowMs(), symbol),
});
