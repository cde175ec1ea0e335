/** The exchange fills `quantity` of a live order; null fills the rest. */
import * as z from "zod";
import { unsignedDecimalSchema } from "../../domain/decimal.ts";
import {
  bindOrder,
  describeReference,
  orderReferenceSchema,
  renameReference,
} from "../order-reference.ts";
import { smallerNumbers } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";

export const fillOrder = defineStep({
  schema: z.strictObject({
    kind: z.literal("fill-order"),
    clientOrderId: orderReferenceSchema,
    quantity: unsignedDecimalSchema.nullable().default(null),
  }),
  describe: (step) =>
    `the exchange fills ${step.quantity ?? "the rest"} of ${describeReference(step)}`,
  shrink: (step) => [
    ...(step.quantity === null ? [] : [{ ...step, quantity: null }]),
    ...smallerNumbers(step.clientOrderId).map((clientOrderId) => ({ ...step, clientOrderId })),
  ],
  rename: renameReference,
  bind: (step, simulation) => bindOrder(step, simulation),
  apply: ({ clientOrderId, quantity }, { exchange, nowMs }) =>
    exchange.fill(clientOrderId, quantity, nowMs()),
});
