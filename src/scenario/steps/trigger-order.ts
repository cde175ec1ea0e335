/**
 * The price of a live conditional order is reached: a normal order of the venue takes its place, or the order stays
 * `TRIGGERING` until another such step.
 */
import * as z from "zod";
import { orderReference } from "../order-reference.ts";
import { defineStep } from "../step-module.ts";

export const triggerOrder = defineStep({
  kind: "trigger-order",
  fields: {
    ...orderReference.fields,
    into: z.enum(["TRIGGERED", "TRIGGERING"]).default("TRIGGERED"),
  },
  describe: (step) =>
    step.into === "TRIGGERED"
      ? `the exchange triggers conditional: ${orderReference.describe(step)}`
      : `the exchange starts to trigger conditional: ${orderReference.describe(step)}`,
  shrink: (step) => [
    ...(step.into === "TRIGGERED" ? [] : [{ ...step, into: "TRIGGERED" as const }]),
    ...orderReference.shrink(step),
  ],
  rename: orderReference.rename,
  bind: (step, simulation) => orderReference.bindConditional(step, simulation),
  changesExchange: true,
  apply: ({ clientOrderId, into }, { exchange, exchangeNowMs }) =>
    exchange.trigger(clientOrderId, into, exchangeNowMs()),
});
